using System.Net;
using System.Net.Sockets;

namespace NhiPortal.EndToEnd;

/// <summary>Finds a free port for a program that has to be told its port before it starts.</summary>
internal static class LoopbackPort
{
    public static int Next()
    {
        while (true)
        {
            // Below the kernel's own range, so that no outgoing connection takes it before the program does.
            var port = Random.Shared.Next(20_000, 32_000);
            using var probe = new TcpListener(IPAddress.Loopback, port);
            try
            {
                probe.Start();
                return port;
            }
            catch (SocketException)
            {
                // Taken: try another.
            }
        }
    }
}
