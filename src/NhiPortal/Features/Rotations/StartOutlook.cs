using Microsoft.EntityFrameworkCore;
using NhiPortal.Data;
using NhiPortal.Domain;
using NhiPortal.Domain.Credentials;
using NhiPortal.Domain.Integrations;
using NhiPortal.Domain.Targets;
using NhiPortal.Features.Credentials;
using NhiPortal.Features.Discovery;
using NhiPortal.Features.Unattended;

namespace NhiPortal.Features.Rotations;

/// <summary>Why the portal does not begin a rotation now, and when it looks again.</summary>
internal sealed record Hindrance(string Why, DateTimeOffset Again);

/// <summary>What the register says of a rotation that is to begin by itself.</summary>
/// <param name="Account">What the old one signs in as; null where the register does not say.</param>
internal sealed record StartOutlook(Integration Holder, TargetSystem? Target, string KeptIn, string? Account, Hindrance? Hindrance);

/// <summary>Judges and begins what a schedule wants begun.</summary>
internal static class StartOutlooks
{
    /// <summary>What somebody must see to is looked at again, for they may have seen to it.</summary>
    private static readonly TimeSpan Again = TimeSpan.FromHours(1);

    public static async Task<StartOutlook> OutlookAsync(this PortalDb db, Credential credential, DateTimeOffset now, CancellationToken cancellation)
    {
        var holder = await db.Integrations.AsNoTracking().SingleAsync(i => i.Id == credential.IntegrationId, cancellation);
        var target = await db.Targets.AsNoTracking().SingleOrDefaultAsync(t => t.Id == credential.TargetId, cancellation);
        // A name that an identity bears elsewhere is not the account of that name on this target.
        var issuer = target is null ? null : WorkloadIdentity.OnTarget(target.Key);
        var account = credential.Account ?? await db.Workloads.Where(w => w.Id == credential.WorkloadId && w.Issuer == issuer && w.RetiredAt == null).Select(w => w.Subject).SingleOrDefaultAsync(cancellation);
        var frozen = (await db.RotationPlanAsync(cancellation)) is var plan && plan.For(credential, holder.Kind, target?.Criticality, CronClock.Next) is { } planned ? plan.Calendar().Frozen(planned.Schedule, now) : null;
        return new(holder, target, credential.KeptIn, account, frozen is { } freeze
            ? new($"The freeze “{freeze.Name}” keeps it still; it begins when that is over.", freeze.Until)
            : await WhyNotAsync(db, credential, holder, target, account, now, cancellation) is { } why ? new(why, now + Again) : null);
    }

    /// <returns>True when it was begun.</returns>
    public static async Task<Result<bool>> BeginDueAsync(this Work run, CredentialId id, TargetRehearsal? seen, (ConfiguredConnectors, ConfiguredVaults) there, CancellationToken cancellation)
    {
        var credential = await run.Db.Credentials.SingleAsync(c => c.Id == id, cancellation);
        // Somebody was quicker: a person, or another instance.
        if (!credential.StartsNow(run.Now) || await run.Db.Rotations.AnyAsync(r => r.CredentialId == id && r.EndedAt == null, cancellation))
            return false;
        var outlook = await run.Db.OutlookAsync(credential, run.Now, cancellation);
        run.About = run.About with { Tenant = outlook.Holder.TenantId, Integration = Work.Thing(outlook.Holder), Target = outlook.Target is { } target ? Work.Thing(target) : null };
        // What the target showed is worth something only while it is still the same account in the same place.
        if (outlook.Hindrance is null && (seen is null || seen.Account != outlook.Account))
            return false;
        var hindrance = outlook.Hindrance ?? (WouldBreak(seen!) is { } why ? new(why, run.Now + Again) : null);
        if (hindrance is null)
        {
            var begun = await run.BeginThroughAsync(credential, new(seen!.Account, true, credential.OverlapFrom(run.Now)), there, $"Its schedule ({credential.ScheduledBy ?? "its own"})", cancellation);
            if (begun.Succeeded)
                return true;
            hindrance = new(begun.Refusal.Sentence, run.Now + Again);
        }

        if (credential.NotBegun(hindrance.Why, hindrance.Again))
            run.Record(run.About with
            {
                Kind = "rotation.not_started",
                Sentence = $"The rotation of {credential.Label} of {outlook.Holder.Key} is due and did not begin by itself: {hindrance.Why}",
                Facts = new Dictionary<string, string?> { ["credential"] = id.ToString(), ["schedule"] = credential.ScheduledBy ?? "its own", ["reason"] = hindrance.Why },
            });
        return false;
    }

    private static string? WouldBreak(TargetRehearsal seen) =>
        seen.Fault ?? (seen.WhyAlone is { } why ? $"The old one and the new one cannot live side by side, so whatever uses it would fail for a while. {why}" : null);

    private static async Task<string?> WhyNotAsync(PortalDb db, Credential credential, Integration holder, TargetSystem? target, string? account, DateTimeOffset now, CancellationToken cancellation)
    {
        if (holder.Status != IntegrationStatus.Active)
            return $"{holder.Name} is not active.";
        if (await db.StoppedAsync(db.Integrations.Where(i => i.Id == holder.Id), target is null ? [] : [target.Id], cancellation) is { } stopped)
            return $"{stopped} is stopped: nothing is changed under it.";
        if (target is null)
            return "The register does not say which target it opens.";
        if (account is null)
            return $"The register does not say which account on {target.Key} it belongs to. Rotate it through the target once and name the account, or enter that account as the identity it proves.";
        var touches = await Rehearsal.OfAsync(db, credential, now, cancellation);
        return touches switch
        {
            { AlsoHeldBy: { Count: > 0 } others } => $"{string.Join(", ", others)} keep theirs in the same place and would lose it.",
            { Vendor: { } vendor } => $"{vendor} operates it: agree on a time with them, and begin it then.",
            _ => null,
        };
    }
}
