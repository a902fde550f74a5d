using NhiPortal.Connectors;

namespace NhiPortal.Features.Rotations;

/// <content>One account that holds two secrets at once: what is new is known by its label, and all others go in the end.</content>
internal sealed partial class RotationThere
{
    // A service that takes a change may need a while until all of it knows.
    private static readonly TimeSpan[] Pauses = [TimeSpan.Zero, TimeSpan.FromSeconds(2), TimeSpan.FromSeconds(4), TimeSpan.FromSeconds(8)];

    private bool Twin => errand.NewAccount == errand.Account;

    /// <summary>Whoever goes on after a crash finds by it what was added before.</summary>
    private string Label => $"NhiPortal {errand.Id.Value:n}";

    private IPairedConnector Pairing => connector as IPairedConnector ?? throw new ConnectorFault("The target's connector does not let two accounts take turns any more.", false);

    private ITwinSecretConnector Holding => connector as ITwinSecretConnector ?? throw new ConnectorFault("The target's connector does not give one account two secrets any more.", false);

    /// <summary>Why one account's secret cannot be renewed beside the old one; null when it can.</summary>
    public static string? WhyNotOne(string account, RotationSight sight) => sight.Secrets > 1
        ? $"{account} has {sight.Secrets} secrets, and nothing says which is the old one. Remove those that are not in use on the target."
        : null;

    private async Task<MadeSecret> AddTwinAsync(CancellationToken cancellation)
    {
        var secret = await AddedAsync(Label, cancellation);
        return new(secret, await vaults.WriteAsync(errand.KeptIn, errand.Account, secret, cancellation), false);
    }

    /// <summary>The old secret is not known here: a fresh one goes the same way, and its refusal shows that what is removed is refused.</summary>
    private async Task<string> KillTwinAsync(CancellationToken cancellation)
    {
        var last = await AddedAsync($"{Label} last", cancellation);
        if (await Holding.RemoveOtherSecretsAsync(errand.Account, Label, cancellation) is > 0 and var left)
            throw new ConnectorFault($"The target accepted that the other secrets are removed, and still shows {left}.", true);
        if (!await BecomesAsync(false, last, cancellation))
            throw new ConnectorFault("The target accepted that the other secrets are removed, and still lets one in.", true);
        return "Every secret but the new one was removed, with them one that nobody knows and that was let in a moment before; then the target refused that one, and shows the new one alone.";
    }

    /// <summary>A secret counts as there when the target lets it in.</summary>
    private async Task<string> AddedAsync(string label, CancellationToken cancellation)
    {
        var secret = "";
        await Holding.AddSecretAsync(errand.Account, label, (given, _) =>
        {
            secret = given;
            return Task.CompletedTask;
        }, cancellation);
        return await BecomesAsync(true, secret, cancellation) ? secret : throw new ConnectorFault("The target took a further secret and does not let it in.", true);
    }

    private async Task<bool> BecomesAsync(bool entering, string secret, CancellationToken cancellation)
    {
        foreach (var pause in Pauses)
        {
            await Task.Delay(pause, time, cancellation);
            if (await connector.SignsInAsync(errand.Account, secret, cancellation) == entering)
                return true;
        }

        return false;
    }
}
