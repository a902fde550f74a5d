using NhiPortal.Domain.Executions;

namespace NhiPortal.Connectors;

/// <summary>Makes the second account of a pair do the work of the first, with whatever connector.</summary>
public static class PairedAccounts
{
    /// <param name="connector">The target.</param>
    /// <param name="account">What is in use.</param>
    /// <param name="partner">What is to take its place.</param>
    /// <param name="begun">An earlier try may have made the partner.</param>
    /// <param name="cancellation">Stops it between two steps; a further try goes on.</param>
    public static async Task PrepareAsync(IPairedConnector connector, string account, string partner, bool begun, CancellationToken cancellation)
    {
        var (first, second) = (await connector.LookAsync(account, cancellation), await connector.LookAsync(partner, cancellation));
        if (WhyNot(first, second, account, partner, begun) is { } why)
            throw new ConnectorFault(why, false);
        await connector.ApplyAsync(new() { Account = partner, Exists = true, Enabled = true }, "", cancellation);
        if (first.TurnsWith != partner && second.TurnsWith != account)
            await connector.PairAsync(partner, account, cancellation);
        foreach (var group in first.Groups.Except(second.Groups, StringComparer.OrdinalIgnoreCase))
            await connector.ApplyAsync(new() { Account = partner, Member = true, Held = HeldKind.Group, Holder = group }, "", cancellation);
        // No more than the first has: what it once had and lost, the second may still be in.
        foreach (var group in second.Groups.Except(first.Groups, StringComparer.OrdinalIgnoreCase))
            await connector.ApplyAsync(new() { Account = partner, Member = false, Held = HeldKind.Group, Holder = group }, "", cancellation);
        var seen = await connector.LookAsync(partner, cancellation);
        if (!seen.Enabled || !first.Groups.ToHashSet(StringComparer.OrdinalIgnoreCase).SetEquals(seen.Groups))
            throw new ConnectorFault("The target accepted the second account and shows it without all that the first has.", true);
    }

    /// <summary>Why the second account cannot take the first one's place; null when it can.</summary>
    public static string? WhyNot(RotationSight first, RotationSight second, string account, string partner, bool begun = false) =>
        !first.Exists ? $"There is no account {account} on the target."
        : !first.Enabled ? $"The account {account} is switched off on the target, so nothing uses it."
        : first.WhyAlone ?? (second.Exists && !begun && first.TurnsWith != partner && second.TurnsWith != account
            ? $"There is an account {partner} already, and nothing at it says that it takes turns with {account}. Rename or remove it, or keep one account."
            : null);
}
