using NhiPortal.Connectors;
using NhiPortal.Domain.Executions;

namespace NhiPortal.Features.Rotations;

/// <content>A rotation that was given up: what was made for it goes, unless somebody uses it.</content>
internal sealed partial class RotationThere
{
    public async Task<string> WithdrawAsync(CancellationToken cancellation)
    {
        if (Twin)
            return await Holding.RemoveSecretAsync(errand.Account, Label, cancellation) == 0
                ? "The second secret was removed, and the target shows it no more."
                : throw new ConnectorFault("The target accepted that the second secret is removed, and still shows it.", true);
        // Whoever read the vault in time is on the new one already, and would fail.
        if ((await connector.LookAsync(NewAccount, cancellation)).Sessions is > 0 and var open)
            throw new ConnectorFault($"{open} connections are open with the new one. Point whatever has them back at the old one.", true);
        var off = new TargetChange { Account = NewAccount, Enabled = false };
        await connector.ApplyAsync(off, "", cancellation);
        return off.IsMetBy(await connector.ReadStateAsync(off, cancellation))
            ? "The second account is switched off, and the target shows it."
            : throw new ConnectorFault("The target accepted that the second account is switched off, and shows it enabled.", true);
    }
}
