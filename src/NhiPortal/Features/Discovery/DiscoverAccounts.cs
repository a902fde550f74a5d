using Microsoft.EntityFrameworkCore;
using NhiPortal.Data;
using NhiPortal.Domain;
using NhiPortal.Domain.Credentials;
using NhiPortal.Domain.Discovery;
using NhiPortal.Domain.Integrations;
using NhiPortal.Domain.People;
using NhiPortal.Domain.Reconciliation;
using NhiPortal.Domain.Targets;
using NhiPortal.Features.Credentials;
using NhiPortal.Features.Reconciliation;
using NhiPortal.SignIn;

namespace NhiPortal.Features.Discovery;

/// <summary>What a reading changed.</summary>
public sealed record DiscoveryOutcome(int Accounts, int New, int Gone);

/// <summary>
/// Reads who has an account on a target and keeps the candidates in step. A reading that failed, or that shows so few
/// accounts that it cannot be believed, changes no candidate and is recorded.
/// </summary>
public sealed class DiscoverAccounts(ConfiguredConnectors connectors, DiscoverySettings settings, UnitOfWork work)
{
    public const string Failed = "discovery.failed";
    private const string Attempt = "discovery.read";

    /// <param name="actor">Who asks: staff, or the nightly rule.</param>
    /// <param name="targetKey">Which target.</param>
    /// <param name="acceptFewer">Somebody has looked and says that so many accounts are really gone.</param>
    /// <param name="cancellation">Stops the reading; nothing is kept of it.</param>
    public async Task<Result<DiscoveryOutcome>> RunAsync(Actor actor, string targetKey, bool acceptFewer, CancellationToken cancellation)
    {
        var allowed = await work.RunAsync<TargetId>(actor, Attempt, run => AllowAsync(run, targetKey, cancellation), cancellation);
        if (!allowed.Succeeded)
            return allowed.Refusal;
        // Outside any transaction: a target may take minutes.
        var reading = await AccountReading.TakeAsync(connectors.Open(targetKey), cancellation);
        var kept = await work.RunAsync<(DiscoveryOutcome? Outcome, Refusal? Fault)>(
            actor, Attempt, async run => await KeepAsync(run, allowed.Value, reading, acceptFewer, cancellation), cancellation);
        return !kept.Succeeded ? kept.Refusal : kept.Value.Fault is { } fault ? fault : kept.Value.Outcome!;
    }

    private async Task<Result<TargetId>> AllowAsync(Work run, string targetKey, CancellationToken cancellation)
    {
        var rule = run.Actor.Kind == ActorKind.Rule;
        if (!rule && Permissions.Check(run.Actor, Permission.Discover) is { } refused)
            return refused;
        var targets = rule ? run.Db.Targets : run.Db.Targets.To(run.Actor, run.Db);
        if (await targets.AsNoTracking().SingleOrDefaultAsync(t => t.Key == targetKey, cancellation) is not { } target)
            return new Refusal("not_found", "There is no such target for you.");
        run.About = run.About with { Tenant = target.TenantId, Target = Work.Thing(target) };
        return connectors.KindOf(targetKey) is null
            ? new Refusal("no_connector", $"No connector is configured for {target.Name}. An operator adds one under Connectors:{target.Key} in the settings.")
            : target.Id;
    }

    private async Task<Result<(DiscoveryOutcome?, Refusal?)>> KeepAsync(Work run, TargetId id, AccountReading read, bool acceptFewer, CancellationToken cancellation)
    {
        var target = await run.Db.Targets.AsNoTracking().SingleAsync(t => t.Id == id, cancellation);
        run.About = run.About with { Tenant = target.TenantId, Target = Work.Thing(target) };
        if (await run.Db.Readings.SingleOrDefaultAsync(r => r.TargetId == id, cancellation) is not { } reading)
            run.Db.Readings.Add(reading = TargetReading.Of(id));
        var known = (await run.Db.Candidates.Where(c => c.TargetId == id).ToListAsync(cancellation)).ToDictionary(c => c.AccountId, StringComparer.Ordinal);
        var shown = read.Found.Select(account => account.Id).ToHashSet(StringComparer.Ordinal);
        var missing = known.Values.Where(c => c.GoneAt is null && !shown.Contains(c.AccountId)).ToList();
        var doubt = reading.WhyNotBelieved(read.Accounts, known.Values.Count(c => c.GoneAt is null), missing.Count, settings.LargestShareMissing);
        var source = connectors.KindOf(target.Key)!;
        if ((read.Fault is { } fault ? new Refusal("reading_failed", fault) : doubt is { Code: "too_few" } && acceptFewer ? null : doubt) is { } failed)
            return (null, await FailAsync(run, reading, target, source, failed, cancellation));

        var owners = new LikelyOwners((await run.Db.People.AsNoTracking().IgnoreAutoIncludes().Where(p => p.TenantId == target.TenantId && p.Status == PersonStatus.Active)
            .Select(p => new { p.Id, p.Name, p.Mail }).ToListAsync(cancellation)).Select(p => (p.Id, p.Name, p.Mail)));
        var registered = await RegisteredAsync(run, target, cancellation);
        var added = 0;
        foreach (var account in read.Found)
        {
            var likely = owners.Of(account.OwnerHint);
            if (!known.TryGetValue(account.Id, out var candidate))
            {
                run.Db.Candidates.Add(candidate = Candidate.Find(target.TenantId, id, account, likely, run.Now));
                added++;
            }

            candidate.See(account, registered.TryGetValue(account.Name, out var integration) ? integration : null, likely, run.Now);
        }

        missing.ForEach(candidate => candidate.Lose(run.Now));
        var credentials = await run.ReadCredentialsAsync(target, read.Found, cancellation);
        var held = await run.ReconcileAsync(target, read.Found, registered, name => connectors.IsOwn(target.Key, name), reading.LastReadAt is null, cancellation);
        reading.Succeed(source, read.Accounts, run.Now);
        run.Record(run.About with
        {
            Kind = Attempt,
            Sentence = $"{run.Actor.Name} read {read.Accounts} accounts of {target.Key}: {added} new, {missing.Count} gone.",
            Facts = new Dictionary<string, string?> { ["source"] = source, ["accounts"] = $"{read.Accounts}", ["new"] = $"{added}", ["gone"] = $"{missing.Count}", ["credentials"] = $"{credentials}", ["not_explained"] = $"{held.Unexplained + held.NeverApproved + held.DoneOtherwise}", ["accepted_fewer"] = doubt is null ? null : "true" },
        });
        return (new DiscoveryOutcome(read.Accounts, added, missing.Count), null);
    }

    private static async Task<Refusal> FailAsync(Work run, TargetReading reading, TargetSystem target, string source, Refusal failed, CancellationToken cancellation)
    {
        reading.Fail(source, failed.Sentence, failed.Code == "too_few", run.Now);
        await run.KeepAsync(ReconciliationRun.Blind(target.Id, failed.Sentence, run.Now), cancellation);
        run.Record(run.About with
        {
            Kind = Failed,
            Sentence = $"Reading the accounts of {target.Key} failed: {failed.Sentence} Nothing was changed.",
            Facts = new Dictionary<string, string?> { ["source"] = source, ["fault"] = failed.Code },
        });
        return failed;
    }

    /// <summary>Names are compared exactly: on some databases a query would take different names for the same.</summary>
    private static async Task<Dictionary<string, IntegrationId>> RegisteredAsync(Work run, TargetSystem target, CancellationToken cancellation)
    {
        var issuer = WorkloadIdentity.OnTarget(target.Key);
        var known = (await run.Db.Workloads.AsNoTracking().Where(w => w.Issuer == issuer && w.RetiredAt == null).Select(w => new { w.Subject, w.IntegrationId }).ToListAsync(cancellation))
            .ToDictionary(w => w.Subject, w => w.IntegrationId, StringComparer.Ordinal);
        // A rotation gives an account a second name: that is the integration's, too.
        foreach (var other in await run.Db.Credentials.AsNoTracking().Where(c => c.TargetId == target.Id && c.Status == CredentialStatus.Active && c.Account != null).Select(c => new { Name = c.Account!, c.IntegrationId }).ToListAsync(cancellation))
            known.TryAdd(other.Name, other.IntegrationId);
        foreach (var made in await run.Db.Rotations.AsNoTracking().Where(r => r.TargetId == target.Id && r.EndedAt == null && r.NewAccount != null).Select(r => new { Name = r.NewAccount!, r.IntegrationId }).ToListAsync(cancellation))
            known.TryAdd(made.Name, made.IntegrationId);
        return known;
    }
}
