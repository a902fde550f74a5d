using System.Text.RegularExpressions;

namespace NhiPortal.Domain.Policy;

/// <summary>What a ticket must look like, as a regular expression over the whole of it. Matching takes time in line with the
/// ticket's length, so neither pattern nor ticket can hold a decision up.</summary>
public sealed class TicketPattern
{
    public const int Longest = 100;

    /// <summary>Repetitions, multiplied where they stand inside each other; the automaton of more could fill memory.</summary>
    private const int MostRepetitions = 1000;

    // Only a guard: matching is in line with the length, but the first time the automaton is made, on a machine that may be busy.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);

    private readonly Regex whole;

    private TicketPattern(Regex whole) => this.whole = whole;

    public static Result<TicketPattern> Create(string pattern)
    {
        if (pattern.Length is 0 or > Longest)
            return new Refusal("ticket_pattern", $"A ticket pattern has 1 to {Longest} characters.");
        if (Repetitions(pattern) > MostRepetitions)
            return new Refusal("ticket_pattern", $"The ticket pattern repeats too much; all its repetitions together come to {MostRepetitions} at most.");
        try
        {
            // On its own first: what only becomes an expression inside the brackets below would match something else.
            _ = Made(pattern);
            return new TicketPattern(Made($@"\A(?:{pattern})\z"));
        }
        catch (Exception fault) when (fault is ArgumentException or NotSupportedException)
        {
            return new Refusal("ticket_pattern", "The ticket pattern is not a regular expression that can be kept; look-around and back references cannot. Try CHG-[0-9]+.");
        }
    }

    public bool Matches(string ticket)
    {
        try
        {
            return whole.IsMatch(ticket);
        }
        catch (RegexMatchTimeoutException)
        {
            return false;
        }
    }

    private static Regex Made(string pattern) => new(pattern, RegexOptions.NonBacktracking | RegexOptions.CultureInvariant, Patience);

    private static long Repetitions(string pattern)
    {
        var product = 1L;
        for (var open = pattern.IndexOf('{', StringComparison.Ordinal); open >= 0; open = pattern.IndexOf('{', open + 1))
        {
            var close = pattern.IndexOf('}', open);
            if (close < 0)
                break;
            foreach (var bound in pattern[(open + 1)..close].Split(','))
                product = Math.Min(product * Math.Max(1, int.TryParse(bound, out var times) ? times : 1), int.MaxValue);
        }

        return product;
    }
}
