using System.Globalization;
using System.Text;

namespace NhiPortal.Benchmarks;

/// <summary>Every call there is, as the bytes that go over the wire.</summary>
internal sealed class Calls(IReadOnlyList<(byte[] Head, byte[][] Bodies)> callers)
{
    public int Count => callers.Sum(caller => caller.Bodies.Length);

    public int Tokens => callers.Count;

    public int TypicalBytes => callers[0].Head.Length + callers[0].Bodies[0].Length;

    public static byte[] Head(string token, int bodyLength) => Encoding.ASCII.GetBytes(
        $"POST /access/v1/evaluation HTTP/1.1\r\nHost: 127.0.0.1\r\nAuthorization: Bearer {token}\r\nContent-Type: application/json\r\nContent-Length: {bodyLength.ToString(CultureInfo.InvariantCulture)}\r\n\r\n");

    /// <summary>Copies a call at random into the buffer.</summary>
    public int Fill(byte[] buffer, Random random)
    {
        var (head, bodies) = callers[random.Next(callers.Count)];
        var body = bodies[random.Next(bodies.Length)];
        head.CopyTo(buffer, 0);
        body.CopyTo(buffer, head.Length);
        return head.Length + body.Length;
    }
}
