using System.Buffers.Binary;
using System.Net;
using System.Net.Sockets;
using System.Text;
using NhiPortal.EndToEnd;

namespace NhiPortal.Connectors.Tests;

/// <summary>What goes wrong on the wire, with a stand-in that speaks just enough of SQL Server's protocol to refuse a sign-in.</summary>
public sealed class SqlServerWireTests
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(18456)]
    [InlineData(18470)]
    [InlineData(18486)]
    public async Task SignIn_Refused_IsToldFromATargetInTrouble(int number)
    {
        using var server = new Refusing(number);
        Assert.False(await new SqlServerConnector(At(server.Port)).SignsInAsync("svc", "aA1-secret", Stop));
    }

    [Fact]
    public async Task SignIn_WhileTheServerIsUnderMaintenance_IsAFaultAndProvesNothing()
    {
        using var server = new Refusing(18401);
        Assert.True((await Assert.ThrowsAsync<ConnectorFault>(() => new SqlServerConnector(At(server.Port)).SignsInAsync("svc", "aA1-secret", Stop))).Retryable);
    }

    [Fact]
    public async Task Read_RefusedOrDown_IsAFaultThatSaysWhetherToTryAgainAndHoldsNoSecret()
    {
        using var server = new Refusing(18456);
        foreach (var (settings, retryable) in new[] { (At(server.Port), false), (At(LoopbackPort.Next()), true), (At(server.Port) with { Secret = null, SecretFile = "/nowhere/secret" }, false) })
        {
            var fault = await Assert.ThrowsAsync<ConnectorFault>(async () => await new SqlServerConnector(settings).ReadAccountsAsync(Stop).ToListAsync(Stop));
            Assert.Equal(retryable, fault.Retryable);
            Assert.DoesNotContain("aA1-secret", fault.ToString(), StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Read_SilentServer_IsAFaultInTime()
    {
        using var silent = new TcpListener(IPAddress.Loopback, 0);
        silent.Start();
        var settings = At(((IPEndPoint)silent.LocalEndpoint).Port) with { TimeoutSeconds = 1 };
        Assert.True((await Assert.ThrowsAsync<ConnectorFault>(() => new SqlServerConnector(settings).ReadStateAsync(new() { Account = "svc" }, Stop))).Retryable);
    }

    [Theory]
    [InlineData(15151, 16, false)]
    [InlineData(15247, 16, false)]
    [InlineData(15434, 16, true)]
    [InlineData(15025, 16, true)]
    [InlineData(1205, 13, true)]
    [InlineData(-2, 11, true)]
    [InlineData(10054, 20, true)]
    [InlineData(8134, 16, false)]
    public void Faults_SayWhetherToTryAgain(int number, byte severity, bool retryable) => Assert.Equal(retryable, SqlServerFaults.Of(number, severity).Retryable);

    private static ConnectorSettings At(int port) => new() { Kind = "SqlServer", Address = $"sqlserver://127.0.0.1:{port}", User = "portal", Secret = "aA1-secret", TimeoutSeconds = 10 };

    /// <summary>MS-TDS: PRELOGIN is answered without encryption, LOGIN7 with an ERROR token.</summary>
    private sealed class Refusing : IDisposable
    {
        private readonly TcpListener listener = new(IPAddress.Loopback, 0);
        private readonly int number;

        public Refusing(int number)
        {
            this.number = number;
            listener.Start();
            _ = ServeAsync();
        }

        public int Port => ((IPEndPoint)listener.LocalEndpoint).Port;

        public void Dispose() => listener.Dispose();

        private async Task ServeAsync()
        {
            try
            {
                while (true)
                    await AnswerAsync(await listener.AcceptTcpClientAsync());
            }
            catch (Exception error) when (error is SocketException or ObjectDisposedException or IOException)
            {
                // The test is over.
            }
        }

        private async Task AnswerAsync(TcpClient client)
        {
            using (client)
            {
                var stream = client.GetStream();
                await PacketAsync(stream);
                // VERSION and ENCRYPTION (2: not supported), each with its place and length, then their values.
                await SendAsync(stream, [0, 0, 11, 0, 6, 1, 0, 17, 0, 1, 0xFF, 16, 0, 0, 0, 0, 0, 2]);
                await PacketAsync(stream);
                await SendAsync(stream, Error());
            }
        }

        private byte[] Error()
        {
            var text = Encoding.Unicode.GetBytes("Refused.");
            using var body = new MemoryStream();
            using var writer = new BinaryWriter(body);
            writer.Write(number);
            writer.Write((byte)1);
            writer.Write((byte)14);
            writer.Write((ushort)(text.Length / 2));
            writer.Write(text);
            writer.Write((byte)0);
            writer.Write((byte)0);
            writer.Write(1);
            writer.Flush();
            // ERROR, then DONE with the error bit.
            return [0xAA, (byte)body.Length, (byte)(body.Length >> 8), .. body.ToArray(), 0xFD, 2, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0];
        }

        private static async Task SendAsync(NetworkStream stream, byte[] body)
        {
            byte[] packet = [4, 1, 0, 0, 0, 0, 1, 0, .. body];
            BinaryPrimitives.WriteUInt16BigEndian(packet.AsSpan(2), (ushort)packet.Length);
            await stream.WriteAsync(packet);
        }

        private static async Task PacketAsync(NetworkStream stream)
        {
            var header = new byte[8];
            await stream.ReadExactlyAsync(header);
            await stream.ReadExactlyAsync(new byte[BinaryPrimitives.ReadUInt16BigEndian(header.AsSpan(2)) - 8]);
        }
    }
}
