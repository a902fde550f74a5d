using NhiPortal.Connectors;
using NhiPortal.Domain.Executions;

namespace NhiPortal.Features.Rotations;

/// <summary>A new secret between target and vault: never kept, written or shown. Only what may be known of it is read by others.</summary>
internal sealed class MadeSecret(string secret, string version, bool replacedRefused)
{
    public string Version => version;

    /// <summary>A password replaced a moment before was refused.</summary>
    public bool ReplacedRefused => replacedRefused;

    /// <summary>For the one who signs in with it, and nobody else.</summary>
    public string Reveal() => secret;
}

/// <summary>What a rotation does on its target and in the vault, one step at a time; each step may be repeated from its beginning.</summary>
internal sealed partial class RotationThere(IRotatingConnector connector, ConfiguredVaults vaults, RotationErrand errand, TimeProvider time)
{
    private string NewAccount => errand.NewAccount ?? errand.Account;

    public string Made => errand.NewAccount is null
        ? "The account was given a new password, which is in the vault. It has one password at a time: from this moment the old one is dead."
        : Twin ? "The account was given a second secret, which is in the vault. Both are alive."
        : "The second account does the work of the first and was given a password of its own, which is in the vault. Both are alive.";

    /// <summary>Looks before anything is sent, and has it written down that something will be.</summary>
    public async Task PrepareAsync(Func<Task<Domain.Result<Domain.Done>>> touch, CancellationToken cancellation)
    {
        var (first, second) = (await connector.LookAsync(errand.Account, cancellation), errand.NewAccount is { } other && !Twin ? await connector.LookAsync(other, cancellation) : null);
        var why = second is not null ? PairedAccounts.WhyNot(first, second, errand.Account, NewAccount, errand.Touched)
            : !first.Exists ? $"There is no account {errand.Account} on the target." : !first.Enabled ? $"The account {errand.Account} is switched off on the target, so nothing uses it."
            : Twin && !errand.Touched ? WhyNotOne(errand.Account, first) : null;
        if (why is not null)
            throw new ConnectorFault(why, false);
        if (await touch() is { Succeeded: false } refused)
            throw new ConnectorFault(refused.Refusal.Sentence, true);
        if (second is not null)
            await PairedAccounts.PrepareAsync(Pairing, errand.Account, NewAccount, true, cancellation);
    }

    public Task<MadeSecret> MakeAsync(CancellationToken cancellation) => errand.NewAccount is null ? ReplaceAsync(cancellation) : Twin ? AddTwinAsync(cancellation) : AddAsync(cancellation);

    public async Task<string> VerifyAsync(MadeSecret made, CancellationToken cancellation)
    {
        if (!await connector.SignsInAsync(NewAccount, made.Reveal(), cancellation))
            throw new ConnectorFault("The target does not let the new one in.", true);
        return errand.Step == Domain.Credentials.RotationStep.Staged ? "The portal signed in with the new one, over a connection of its own."
            : "The portal made the new one once more, because the first was lost with the program that had it in hand, and signed in with it.";
    }

    public async Task<string> SwitchedAsync(CancellationToken cancellation)
    {
        if (errand.NewAccount is null)
            return "The time to switch is over, and nobody said that something still lacks the new one.";
        return (await connector.LookAsync(errand.Account, cancellation)).Sessions switch
        {
            > 0 and var open => throw new ConnectorFault($"{open} connections are still open with the old one. Point whatever has them at the new one.", true),
            0 => "The overlap is over, and the target shows no connection open with the old one.",
            _ => "The overlap is over, and nobody said that something still uses the old one.",
        };
    }

    /// <summary>
    /// The portal does not know the old secret, and needs not: the old account is given one that nobody else ever sees, which
    /// ends the old one, and is let in with it; switched off, it is refused with the very same.
    /// </summary>
    public async Task<string> KillAsync(CancellationToken cancellation)
    {
        if (errand.NewAccount is null)
            return errand.ReplacedRefused
                ? "The account has one password. When it was replaced, the portal tried a replaced one, and the target refused it."
                : throw new ConnectorFault("When the password was replaced, the target still let the replaced one in, as domains do for a while. Try the old one by hand, and say what it answered.", false);
        if (Twin)
            return await KillTwinAsync(cancellation);
        var off = new TargetChange { Account = errand.Account, Enabled = false };
        var alive = (await connector.ReadStateAsync(off, cancellation)).Enabled;
        var last = await RenewAsync(errand.Account, cancellation);
        if (alive && !await connector.SignsInAsync(errand.Account, last, cancellation))
            throw new ConnectorFault("The old account does not take a new password, so its refusal would prove nothing.", true);
        await connector.ApplyAsync(off, "", cancellation);
        if (await connector.SignsInAsync(errand.Account, last, cancellation) || (await connector.ReadStateAsync(off, cancellation)).Enabled)
            throw new ConnectorFault("The target accepted that the old account is switched off, and still lets it in.", true);
        if ((await connector.LookAsync(errand.Account, cancellation)).Sessions is > 0 and var open)
            throw new ConnectorFault($"The old account is refused, but {open} connections that it opened before are still there. End them on the target.", true);
        return alive
            ? "The old password was replaced by one nobody knows, which was let in; then the account was switched off, and the target refused the same one."
            : "The old password was replaced by one nobody knows; the account is switched off, and the target refuses it.";
    }

    /// <summary>Into the vault only when the target lets it in: nobody reads there what does not work.</summary>
    private async Task<MadeSecret> AddAsync(CancellationToken cancellation)
    {
        var secret = await RenewAsync(NewAccount, cancellation);
        if (!await connector.SignsInAsync(NewAccount, secret, cancellation))
            throw new ConnectorFault("The target took the new one and does not let it in. Nothing was put into the vault.", true);
        return new(secret, await vaults.WriteAsync(errand.KeptIn, NewAccount, secret, cancellation), false);
    }

    /// <summary>Into the vault before the target learns it, or the account could be left with a secret nobody has.</summary>
    private async Task<MadeSecret> ReplaceAsync(CancellationToken cancellation)
    {
        var before = await RenewAsync(errand.Account, cancellation);
        var between = await connector.SignsInAsync(errand.Account, before, cancellation);
        var (secret, version) = ("", "");
        await connector.RenewSecretAsync(errand.Account, async (given, stopping) => (secret, version) = (given, await vaults.WriteAsync(errand.KeptIn, errand.Account, given, stopping)), cancellation);
        return new(secret, version, between && !await connector.SignsInAsync(errand.Account, before, cancellation));
    }

    private async Task<string> RenewAsync(string account, CancellationToken cancellation)
    {
        var secret = "";
        await connector.RenewSecretAsync(account, (given, _) =>
        {
            secret = given;
            return Task.CompletedTask;
        }, cancellation);
        return secret;
    }
}
