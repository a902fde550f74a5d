namespace NhiPortal.Features.Evidence.Verifying;

/// <summary>Reads lines ended by LF; a line longer than any event, or a last one without its end, is told apart.</summary>
internal sealed class LineReader(Stream stream)
{
    private const int Longest = 8 << 20;
    private byte[] buffer = new byte[64 * 1024];
    private int begin, end;
    private bool over;

    /// <summary>True when what was read last is no whole line.</summary>
    public bool Torn { get; private set; }

    /// <summary>The next line without its end; false at the end of the file. Valid until the next call.</summary>
    public bool TryNext(out ReadOnlySpan<byte> line)
    {
        for (var from = begin; ;)
        {
            var at = buffer.AsSpan(from, end - from).IndexOf((byte)'\n');
            if (at >= 0)
            {
                line = buffer.AsSpan(begin, from + at - begin);
                begin = from + at + 1;
                return true;
            }

            from = end - begin;
            if (over || from > Longest)
            {
                line = buffer.AsSpan(begin, end - begin);
                Torn = line.Length > 0;
                begin = end;
                over = true;
                return Torn;
            }

            Fill();
        }
    }

    private void Fill()
    {
        buffer.AsSpan(begin, end - begin).CopyTo(buffer);
        (begin, end) = (0, end - begin);
        if (end == buffer.Length)
            Array.Resize(ref buffer, buffer.Length * 2);
        var read = stream.Read(buffer, end, buffer.Length - end);
        over = read == 0;
        end += read;
    }
}
