using System.Net;
using System.Net.Sockets;
using NhiPortal.Connectors;
using NhiPortal.EndToEnd;

namespace NhiPortal.Tests.Features.Executions;

/// <summary>What lies between the portal and a target: pulled out, the target is away, in the middle of whatever it is doing.</summary>
public sealed class Cable : IDisposable
{
    private readonly IPEndPoint to;
    private readonly List<TcpClient> ends = [];
    private readonly Lock gate = new();
    private TcpListener? listener;

    public Cable(ConnectorSettings settings)
    {
        var address = new Uri(settings.Address!);
        to = new(IPAddress.Parse(address.Host), address.Port);
        Plug();
        Settings = settings with { Address = $"{address.Scheme}://127.0.0.1:{Port}{address.AbsolutePath}" };
    }

    public ConnectorSettings Settings { get; }

    private int Port { get; } = LoopbackPort.Next();

    public void Plug()
    {
        listener = new(IPAddress.Loopback, Port);
        listener.Start();
        _ = AcceptAsync(listener);
    }

    public void Pull()
    {
        listener?.Dispose();
        lock (gate)
        {
            ends.ForEach(end => end.Dispose());
            ends.Clear();
        }
    }

    public void Dispose() => Pull();

    private async Task AcceptAsync(TcpListener open)
    {
        try
        {
            while (true)
                _ = CarryAsync(await open.AcceptTcpClientAsync());
        }
        catch (Exception error) when (error is SocketException or ObjectDisposedException or InvalidOperationException)
        {
            // Pulled out.
        }
    }

    private async Task CarryAsync(TcpClient near)
    {
        var far = new TcpClient();
        lock (gate)
            ends.AddRange([near, far]);
        try
        {
            await far.ConnectAsync(to);
            await Task.WhenAny(near.GetStream().CopyToAsync(far.GetStream()), far.GetStream().CopyToAsync(near.GetStream()));
        }
        catch (Exception error) when (error is SocketException or IOException or ObjectDisposedException or InvalidOperationException)
        {
            // Pulled out, or hung up.
        }
        finally
        {
            near.Dispose();
            far.Dispose();
        }
    }
}
