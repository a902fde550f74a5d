using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace NhiPortal.Benchmarks;

/// <summary>What one round measured.</summary>
internal sealed record Round(double PerSecond, double P50, double P99, int Wrong);

/// <summary>A minimal HTTP/1.1 client: one call at a time on each kept-alive connection, no pipelining, no header objects.</summary>
internal static class Load
{
    public static async Task<Round> RunAsync(IPEndPoint server, Calls calls, int connections, double seconds)
    {
        var clock = Stopwatch.StartNew();
        var runs = await Task.WhenAll(Enumerable.Range(0, connections).Select(seed => Task.Run(() => ConnectionAsync(server, calls, seed, clock, seconds))));
        var took = clock.Elapsed.TotalSeconds;
        var times = runs.SelectMany(run => run.Times).Order().ToArray();
        double At(double share) => times[(int)(share * (times.Length - 1))] * 1000.0 / Stopwatch.Frequency;
        return new Round(times.Length / took, At(0.5), At(0.99), runs.Sum(run => run.Wrong));
    }

    private static async Task<(List<long> Times, int Wrong)> ConnectionAsync(IPEndPoint server, Calls calls, int seed, Stopwatch clock, double seconds)
    {
        using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        await socket.ConnectAsync(server);
        var random = new Random(seed);
        var times = new List<long>(100_000);
        byte[] sending = new byte[4096], receiving = new byte[8192];
        var wrong = 0;
        while (clock.Elapsed.TotalSeconds < seconds)
        {
            var length = calls.Fill(sending, random);
            var started = Stopwatch.GetTimestamp();
            await socket.SendAsync(sending.AsMemory(0, length));
            if (!await IsAllowedAsync(socket, receiving))
                wrong++;
            times.Add(Stopwatch.GetTimestamp() - started);
        }

        return (times, wrong);
    }

    private static async ValueTask<bool> IsAllowedAsync(Socket socket, byte[] buffer)
    {
        for (int have = 0, whole = int.MaxValue; ;)
        {
            var read = await socket.ReceiveAsync(buffer.AsMemory(have));
            if (read == 0)
                throw new InvalidOperationException("The server closed the connection.");
            have += read;
            var head = buffer.AsSpan(0, have).IndexOf("\r\n\r\n"u8);
            if (head >= 0 && whole == int.MaxValue)
                whole = head + 4 + ContentLength(buffer.AsSpan(0, head));
            if (have >= whole)
                return buffer.AsSpan(0, have).IndexOf("\"decision\":true"u8) > 0;
        }
    }

    private static int ContentLength(ReadOnlySpan<byte> head)
    {
        var at = head.IndexOf("Content-Length: "u8) + 16;
        var end = head[at..].IndexOf((byte)'\r');
        return int.Parse(end < 0 ? head[at..] : head.Slice(at, end), CultureInfo.InvariantCulture);
    }
}
