using System.Net;
using System.Net.Sockets;

namespace NhiPortal.Connectors.Tests;

/// <summary>Stands between a connector and its server, and after so many bytes of the answer cuts the connection or falls silent.</summary>
internal sealed class FaultyWire : IDisposable
{
    private readonly TcpListener listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource stopped = new();
    private readonly IPEndPoint to;
    private readonly int bytes;
    private readonly bool silent;

    public FaultyWire(int to, int bytes, bool silent) : this(new IPEndPoint(IPAddress.Loopback, to), bytes, silent)
    {
    }

    public FaultyWire(IPEndPoint to, int bytes, bool silent)
    {
        (this.to, this.bytes, this.silent) = (to, bytes, silent);
        listener.Start();
        _ = AcceptAsync();
    }

    public int Port => ((IPEndPoint)listener.LocalEndpoint).Port;

    public void Dispose()
    {
        stopped.Cancel();
        listener.Dispose();
        stopped.Dispose();
    }

    private async Task AcceptAsync()
    {
        try
        {
            while (true)
                _ = CarryAsync(await listener.AcceptTcpClientAsync(stopped.Token));
        }
        catch (Exception error) when (error is OperationCanceledException or SocketException or ObjectDisposedException)
        {
            // The test is over.
        }
    }

    private async Task CarryAsync(TcpClient client)
    {
        try
        {
            using var near = client;
            using var far = new TcpClient();
            await far.ConnectAsync(to, stopped.Token);
            var asking = near.GetStream().CopyToAsync(far.GetStream(), stopped.Token);
            var buffer = new byte[8192];
            for (var left = bytes; left > 0;)
            {
                var read = await far.GetStream().ReadAsync(buffer.AsMemory(0, Math.Min(buffer.Length, left)), stopped.Token);
                if (read == 0)
                    return;
                await near.GetStream().WriteAsync(buffer.AsMemory(0, read), stopped.Token);
                left -= read;
            }

            if (silent)
                await asking;
        }
        catch (Exception error) when (error is OperationCanceledException or IOException or SocketException or ObjectDisposedException)
        {
            // Either end gave up, as it should.
        }
    }
}
