using System.Globalization;
using System.Text.Json;

namespace NhiPortal.Domain.Audit;

/// <summary>Numbers in the form of ECMAScript's <c>Number.prototype.toString</c>, as RFC 8785 §3.2.2.3 demands.</summary>
internal static class CanonicalNumber
{
    // Up to this many digits every integer is a double exactly, so its text is already canonical.
    private const int ExactDigits = 15;
    private const int LongestRoundTrip = 32;
    private const int LongestCanonical = 32;

    public static void Write(ref Utf8JsonReader reader, ref PooledBytes output)
    {
        var literal = reader.ValueSpan;
        if (literal.Length <= ExactDigits && literal.IndexOfAnyExceptInRange((byte)'0', (byte)'9') < 0)
        {
            output.Append(literal);
            return;
        }
        if (!reader.TryGetDouble(out var value) || !double.IsFinite(value))
            throw new FormatException("A number is outside the range of a double.");
        output.Advance(Format(value, output.Reserve(LongestCanonical)));
    }

    public static int Format(double value, Span<byte> output)
    {
        // Zero has no sign in ECMAScript's text.
        if (value == 0)
        {
            output[0] = (byte)'0';
            return 1;
        }
        Span<byte> text = stackalloc byte[LongestRoundTrip];
        value.TryFormat(text, out var length, default, CultureInfo.InvariantCulture);
        // The platform's shortest text misses two powers of two (2^-25 is one) and reads back as their neighbour.
        if (double.Parse(text[..length], CultureInfo.InvariantCulture) != value)
            value.TryFormat(text, out length, "E16", CultureInfo.InvariantCulture);
        Span<byte> digits = stackalloc byte[LongestRoundTrip];
        var (count, point) = Split(text[..length], digits);
        var negative = value < 0 ? 1 : 0;
        output[0] = (byte)'-';
        return negative + Layout(digits[..count], point, output[negative..]);
    }

    /// <summary>The significant digits of a number's text, and where the decimal point falls among them.</summary>
    private static (int Count, int Point) Split(ReadOnlySpan<byte> text, Span<byte> digits)
    {
        var exponent = 0;
        var mark = text.IndexOf((byte)'E');
        if (mark >= 0)
        {
            exponent = int.Parse(text[(mark + 1)..], NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture);
            text = text[..mark];
        }
        int count = 0, point = -1, leadingZeros = 0;
        foreach (var c in text)
        {
            if (c == '.') point = count + leadingZeros;
            else if (c == '0' && count == 0) leadingZeros++;
            else if (c != '-') digits[count++] = c;
        }
        if (point < 0) point = count + leadingZeros;
        return (digits[..count].TrimEnd((byte)'0').Length, point - leadingZeros + exponent);
    }

    private static int Layout(ReadOnlySpan<byte> digits, int point, Span<byte> output)
    {
        if (point is > 21 or <= -6) return Scientific(digits, point - 1, output);
        if (point <= 0)
        {
            var lead = 2 - point;
            output[..lead].Fill((byte)'0');
            output[1] = (byte)'.';
            digits.CopyTo(output[lead..]);
            return lead + digits.Length;
        }
        if (digits.Length <= point)
        {
            output[..point].Fill((byte)'0');
            digits.CopyTo(output);
            return point;
        }
        digits[..point].CopyTo(output);
        output[point] = (byte)'.';
        digits[point..].CopyTo(output[(point + 1)..]);
        return digits.Length + 1;
    }

    private static int Scientific(ReadOnlySpan<byte> digits, int exponent, Span<byte> output)
    {
        var length = digits.Length == 1 ? 1 : digits.Length + 1;
        digits[1..].CopyTo(output[2..]);
        output[1] = (byte)'.';
        output[0] = digits[0];
        output[length++] = (byte)'e';
        output[length++] = exponent < 0 ? (byte)'-' : (byte)'+';
        Math.Abs(exponent).TryFormat(output[length..], out var written, default, CultureInfo.InvariantCulture);
        return length + written;
    }
}
