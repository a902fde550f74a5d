using NhiPortal.Data;
using NhiPortal.Domain;
using NhiPortal.Domain.Owners;

namespace NhiPortal.Features.Owners;

/// <summary>The one way an ownership is confirmed, whether alone or together with others.</summary>
internal static class Attestations
{
    /// <param name="run">The unit of work.</param>
    /// <param name="ownership">What is confirmed.</param>
    /// <param name="thing">What it is of.</param>
    /// <param name="by">Who confirms.</param>
    /// <param name="together">With how many it was confirmed at one press, itself included; on the record for whoever judges how closely people look.</param>
    public static Result<DateTimeOffset> Attest(this Work run, Ownership ownership, OwnedThing thing, PersonId by, int together)
    {
        var before = ownership.AttestationDue;
        var attested = ownership.Attest(by, OwnerRoles.AttestationDays(ownership.Role, thing.Kind), run.Now);
        if (!attested.Succeeded)
            return attested.Refusal;
        ownership.LookNow(run.Now);
        run.Record(new AuditNote("ownership.attested", $"{run.Actor.Name} confirmed to be {ownership.Role.InSentence()} of {thing.Key}.")
        {
            Tenant = thing.Tenant,
            Integration = thing.Integration,
            Target = thing.Target,
            Before = new Dictionary<string, string?> { ["attestation_due"] = before?.ToString("o") },
            After = new Dictionary<string, string?> { ["role"] = ownership.Role.Token(), ["attestation_due"] = ownership.AttestationDue?.ToString("o") },
            Facts = together == 1 ? null : new Dictionary<string, string?> { ["confirmed_together"] = together.ToString(System.Globalization.CultureInfo.InvariantCulture) },
        });
        return ownership.AttestationDue!.Value;
    }
}
