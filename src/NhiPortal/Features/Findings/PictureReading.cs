using Microsoft.EntityFrameworkCore;
using NhiPortal.Data;
using NhiPortal.Domain;
using NhiPortal.Domain.Credentials;
using NhiPortal.Domain.Executions;
using NhiPortal.Domain.Findings;
using NhiPortal.Domain.Integrations;
using NhiPortal.Domain.Owners;
using NhiPortal.Domain.People;
using NhiPortal.Domain.Reconciliation;
using NhiPortal.Domain.Requests;
using NhiPortal.Domain.Stops;
using NhiPortal.Domain.Targets;
using NhiPortal.Features.Grants;

namespace NhiPortal.Features.Findings;

/// <summary>
/// Reads the rows that pictures of some integrations and targets are made of: one query for each kind of row, however many
/// things there are. Their ids go as one parameter: a thousand of them, one by one, cost more than the reading.
/// </summary>
internal sealed class PictureReading(PortalDb db, DateTimeOffset now, CancellationToken cancellation)
{
    /// <summary>What lies further back than this neither shows use nor proves silence.</summary>
    public static readonly TimeSpan Memory = TimeSpan.FromDays(365);

    /// <summary>How far back asks are looked at for whoever should have answered them.</summary>
    public static readonly TimeSpan AskMemory = TimeSpan.FromDays(120);

    private const int MostPrivileges = 5000;

    public async Task<List<IntegrationRow>> IntegrationsAsync(IReadOnlyList<IntegrationId> ids) =>
        await (from integration in db.Integrations.AsNoTracking()
               where EF.Parameter(ids).Contains(integration.Id)
               join vendor in db.Vendors on integration.VendorId equals (VendorId?)vendor.Id into vendors
               from vendor in vendors.DefaultIfEmpty()
               join person in db.People.IgnoreAutoIncludes() on vendor.ContractOwnerId equals (PersonId?)person.Id into people
               from person in people.DefaultIfEmpty()
               select new IntegrationRow(integration, (VendorId?)vendor.Id, (string?)vendor.Name, (PersonStatus?)person.Status)).ToListAsync(cancellation);

    public async Task<ILookup<IntegrationId, PathRow>> PathsAsync(IReadOnlyList<IntegrationId> ids) =>
        (await (from path in db.Paths.AsNoTracking()
                where EF.Parameter(ids).Contains(path.IntegrationId) && path.RemovedAt == null
                join target in db.Targets on path.TargetId equals target.Id
                join action in db.Actions on path.ActionName equals action.Name
                select new PathRow(path.IntegrationId, target.Id, target.Key, target.Criticality, target.Environment, action.Name, action.Class, path.ResourcePattern, path.ApprovedAt))
            .ToListAsync(cancellation)).ToLookup(row => row.Integration);

    public Task<List<TargetSystem>> TargetsAsync(IReadOnlyList<TargetId> ids) => db.Targets.AsNoTracking().Where(t => EF.Parameter(ids).Contains(t.Id)).ToListAsync(cancellation);

    /// <summary>Whoever has accepted a role of these things, held now or lapsed.</summary>
    public async Task<Dictionary<(OwnerRole Role, IntegrationId? Integration, TargetId? Target), OwnerPicture>> OwnersAsync(
        IReadOnlyList<IntegrationId> integrations, IReadOnlyList<TargetId> targets)
    {
        var rows = new List<(Ownership Ownership, Person Person)>();
        if (integrations.Count > 0)
            rows.AddRange(await OwnersAsync(db.Ownerships.Where(o => o.IntegrationId != null && EF.Parameter(integrations).Contains(o.IntegrationId.Value))));
        if (targets.Count > 0)
            rows.AddRange(await OwnersAsync(db.Ownerships.Where(o => o.TargetId != null && EF.Parameter(targets).Contains(o.TargetId.Value))));
        return rows.ToDictionary(row => (row.Ownership.Role, row.Ownership.IntegrationId, row.Ownership.TargetId), row => OwnerPicture.Of(row.Ownership, row.Person));
    }

    /// <summary>What was replaced long ago tells nothing any more.</summary>
    public async Task<ILookup<IntegrationId, Credential>> CredentialsAsync(IReadOnlyList<IntegrationId> ids)
    {
        var lately = now - IntegrationPicture.Idle;
        return (await db.Credentials.AsNoTracking().Where(c => EF.Parameter(ids).Contains(c.IntegrationId) && (c.Status != CredentialStatus.Superseded || c.RevokedAt > lately)).ToListAsync(cancellation)).ToLookup(credential => credential.IntegrationId);
    }

    /// <summary>Which living integrations keep a secret in each of these places.</summary>
    public async Task<ILookup<string, (IntegrationId Id, string Key)>> KeepersAsync(IReadOnlyList<string> places) => places.Count == 0
        ? Array.Empty<(string, IntegrationId, string)>().ToLookup(row => row.Item1, row => (row.Item2, row.Item3))
        : (await (from credential in db.Credentials.AsNoTracking()
                  where EF.Parameter(places).Contains(credential.KeptIn) && credential.Kind != CredentialKind.FederatedToken && credential.Status == CredentialStatus.Active
                  join integration in db.Integrations on credential.IntegrationId equals integration.Id
                  where integration.Status != IntegrationStatus.Retired
                  select new { credential.KeptIn, integration.Id, integration.Key }).ToListAsync(cancellation)).ToLookup(row => row.KeptIn, row => (row.Id, row.Key), StringComparer.Ordinal);

    public async Task<Dictionary<IntegrationId, int>> IdentitiesAsync(IReadOnlyList<IntegrationId> ids) =>
        await db.Workloads.Where(w => EF.Parameter(ids).Contains(w.IntegrationId) && w.RetiredAt == null).GroupBy(w => w.IntegrationId)
            .Select(group => new { group.Key, Count = group.Count() }).ToDictionaryAsync(row => row.Key, row => row.Count, cancellation);

    /// <summary>When what was granted was last used on each resource: a grant with a limit counts its uses, of any other only the record knows.</summary>
    public async Task<ILookup<IntegrationId, UseRow>> UsesAsync(IReadOnlyList<IntegrationId> ids)
    {
        var since = now - Memory;
        var grants = await db.Grants.AsNoTracking().Where(g => EF.Parameter(ids).Contains(g.IntegrationId) && g.Until > since).Select(g => new
        {
            g.IntegrationId,
            g.TargetId,
            g.ActionName,
            g.ResourceId,
            LastUsedAt = g.UseLimit != null
                ? g.LastUsedAt
                : db.AuditEvents.Where(e => e.RequestId == g.RequestId && e.Kind == GrantUses.Kind).OrderByDescending(e => e.Id).Select(e => (DateTimeOffset?)e.At).FirstOrDefault(),
        }).ToListAsync(cancellation);
        return grants.Where(g => g.LastUsedAt is not null).GroupBy(g => (g.IntegrationId, g.TargetId, g.ActionName, g.ResourceId))
            .Select(group => new UseRow(group.Key.IntegrationId, group.Key.TargetId, group.Key.ActionName, group.Key.ResourceId, group.Max(g => g.LastUsedAt)!.Value)).ToLookup(use => use.Integration);
    }

    public async Task<Dictionary<IntegrationId, DateTimeOffset>> LastAsksAsync(IReadOnlyList<IntegrationId> ids) =>
        await db.Requests.Where(r => EF.Parameter(ids).Contains(r.IntegrationId)).GroupBy(r => r.IntegrationId)
            .Select(group => new { group.Key, At = group.Max(r => r.AskedAt) }).ToDictionaryAsync(row => row.Key, row => row.At, cancellation);

    /// <summary>What waits for a role in which nobody may answer, one row for each role.</summary>
    public async Task<ILookup<IntegrationId, StuckPicture>> StuckAsync(IReadOnlyList<IntegrationId> ids)
    {
        var rows = await (from request in db.Requests.AsNoTracking()
                          where request.UnanswerableSince != null && EF.Parameter(ids).Contains(request.IntegrationId) && request.Status == RequestStatus.Pending && request.ExpiresAt > now
                          join target in db.Targets on request.TargetId equals target.Id
                          select new { request.IntegrationId, request.Unanswerable, request.TargetId, target.Key, request.AskedAt }).ToListAsync(cancellation);
        return rows.SelectMany(row => row.Unanswerable.Select(role => (row.IntegrationId, Stuck: new StuckPicture(role, row.TargetId, row.Key, row.AskedAt)))).ToLookup(row => row.IntegrationId, row => row.Stuck);
    }

    /// <summary>What the portal carries out for these and could not confirm for too long.</summary>
    public async Task<ILookup<IntegrationId, UnconfirmedPicture>> UnconfirmedAsync(IReadOnlyList<IntegrationId> ids) =>
        (await (from execution in db.Executions.AsNoTracking()
                where execution.StuckSince != null && ids.Contains(execution.IntegrationId)
                join target in db.Targets on execution.TargetId equals target.Id
                select new { Execution = execution, target.Key }).ToListAsync(cancellation)).ToLookup(row => row.Execution.IntegrationId, row => new UnconfirmedPicture(
                    row.Execution.Id, row.Execution.TargetId, row.Key, row.Execution.Change.Account, row.Execution is { State: ExecutionState.Reverting, LooksOnly: false }, row.Execution.Trouble ?? "", row.Execution.StuckSince!.Value));

    /// <summary>Rotations of theirs that the portal cannot finish.</summary>
    public async Task<IReadOnlyDictionary<CredentialId, (string Trouble, DateTimeOffset Since)>> StuckRotationsAsync(IReadOnlyList<IntegrationId> ids) =>
        (await db.Rotations.AsNoTracking().Where(r => r.EndedAt == null && r.StuckSince != null && ids.Contains(r.IntegrationId)).Select(r => new { r.CredentialId, r.Trouble, r.StuckSince }).ToListAsync(cancellation))
        .ToDictionary(row => row.CredentialId, row => (row.Trouble ?? "", row.StuckSince!.Value));

    /// <summary>What was taken from these because nobody attended, and nothing shows to be gone.</summary>
    public async Task<ILookup<IntegrationId, UntakenPicture>> UntakenAsync(IReadOnlyList<IntegrationId> ids) =>
        (await db.Revocations.AsNoTracking().Where(r => r.StuckSince != null && r.IntegrationId != null && ids.Contains(r.IntegrationId.Value))
            .Select(r => new { Integration = r.IntegrationId!.Value, r.Id, r.Label, r.Trouble, r.StuckSince }).ToListAsync(cancellation))
        .ToLookup(row => row.Integration, row => new UntakenPicture(row.Id, row.Label, row.Trouble ?? "", row.StuckSince!.Value));

    /// <summary>Uses of break-glass on these targets that nobody has reviewed.</summary>
    public async Task<ILookup<TargetId, DebtPicture>> DebtsAsync(IReadOnlyList<TargetId> ids) =>
        (await (from use in db.BreakGlassUses.AsNoTracking()
                where EF.Parameter(ids).Contains(use.TargetId) && use.ReviewedAt == null
                join person in db.People.IgnoreAutoIncludes() on use.PersonId equals person.Id
                join integration in db.Integrations on use.IntegrationId equals integration.Id
                select new { use.TargetId, Debt = new DebtPicture(use.Id, person.Name, integration.Key, use.UsedAt, use.ReviewDue) }).ToListAsync(cancellation)).ToLookup(row => row.TargetId, row => row.Debt);

    /// <summary>Lines of stops on these targets that nobody has confirmed.</summary>
    public async Task<ILookup<TargetId, OpenLinePicture>> OpenLinesAsync(IReadOnlyList<TargetId> ids) =>
        (await (from line in db.StopLines.AsNoTracking()
                where line.EndedAt == null && EF.Parameter(ids).Contains(line.TargetId)
                join stop in db.Stops on line.StopId equals stop.Id
                select new { line.TargetId, Line = new OpenLinePicture(line.Id, stop.Name, line.What, line.Trouble, line.Kind == StopLineKind.ByHand, stop.At, line.DueAt) }).ToListAsync(cancellation)).ToLookup(row => row.TargetId, row => row.Line);

    /// <summary>Privileges on these targets that nothing explains, the first of very many.</summary>
    public async Task<ILookup<TargetId, PrivilegePicture>> PrivilegesAsync(IReadOnlyList<TargetId> ids) =>
        (await db.PrivilegeLines.AsNoTracking().Where(l => l.GoneAt == null && l.Class != PrivilegeClass.Explained && EF.Parameter(ids).Contains(l.TargetId)).OrderBy(l => l.FirstSeenAt).ThenBy(l => l.Id).Take(MostPrivileges)
            .Select(l => new { l.TargetId, Privilege = new PrivilegePicture(l.Id, l.Account, l.Holder, l.Class, l.Sentence, l.FirstSeenAt) }).ToListAsync(cancellation)).ToLookup(row => row.TargetId, row => row.Privilege);

    public async Task<Dictionary<TargetId, ReadingPicture>> ReadingsAsync(IReadOnlyList<TargetId> ids) =>
        await db.Readings.AsNoTracking().Where(r => EF.Parameter(ids).Contains(r.TargetId)).ToDictionaryAsync(r => r.TargetId, r => new ReadingPicture(r.LastReadAt, r.LastFault, r.IsBlind(now)), cancellation);

    public Task<List<AskRow>> AsksOfAsync(IReadOnlyList<IntegrationId> ids) => AsksAsync(db.Requests.Where(r => EF.Parameter(ids).Contains(r.IntegrationId)));

    public Task<List<AskRow>> AsksOnAsync(IReadOnlyList<TargetId> ids) => AsksAsync(db.Requests.Where(r => EF.Parameter(ids).Contains(r.TargetId)));

    private async Task<List<AskRow>> AsksAsync(IQueryable<AccessRequest> requests)
    {
        var since = now - AskMemory;
        var rows = await requests.AsNoTracking().Where(r => r.AskedAt > since && (r.Status == RequestStatus.Approved || r.Status == RequestStatus.Denied || r.Status == RequestStatus.Expired)
                // Break-glass took the answer out of everybody's hands: it says of nobody that they did not answer. A standing pre-approval gave it before it was asked for.
                && !r.Decisions.Any(d => d.ByBreakGlass) && r.UnderId == null)
            .Select(r => new { r.IntegrationId, r.TargetId, r.EndedAt, Stages = r.Stages.Select(s => new { s.Order, s.Role }).ToList(), Decided = r.Decisions.Select(d => d.Role).ToList() })
            .ToListAsync(cancellation);
        return [.. rows.Select(r => new AskRow(r.IntegrationId, r.TargetId, r.EndedAt ?? now, [.. r.Stages.Select(s => (s.Order, s.Role))], r.Decided))];
    }

    private async Task<IEnumerable<(Ownership, Person)>> OwnersAsync(IQueryable<Ownership> ownerships) =>
        (await (from ownership in ownerships.AsNoTracking()
                where ownership.ClosedAt == null && ownership.AcceptedAt != null
                join person in db.People.IgnoreAutoIncludes() on ownership.PersonId equals person.Id
                select new { Ownership = ownership, Person = person }).ToListAsync(cancellation)).Select(row => (row.Ownership, row.Person));
}

internal sealed record IntegrationRow(Integration Integration, VendorId? Vendor, string? VendorName, PersonStatus? ContractOwner);

internal sealed record PathRow(
    IntegrationId Integration, TargetId Target, string Key, Criticality Criticality, DeploymentEnvironment Environment, string Action, ActionClass Class, string Pattern, DateTimeOffset ApprovedAt);

internal sealed record UseRow(IntegrationId Integration, TargetId Target, string Action, string Resource, DateTimeOffset At);

/// <summary>One ask that has ended: the roles it waited for, and those that answered.</summary>
internal sealed record AskRow(IntegrationId Integration, TargetId Target, DateTimeOffset EndedAt, IReadOnlyList<(int Order, OwnerRole Role)> Stages, IReadOnlyList<OwnerRole> Decided)
{
    /// <summary>What this ask says of a role; null when it never came to the role's turn.</summary>
    public AskOutcome? For(OwnerRole role)
    {
        if (!Stages.Any(stage => stage.Role == role))
            return null;
        if (Decided.Contains(role))
            return new AskOutcome(EndedAt, true);
        var turn = Stages.Where(stage => !Decided.Contains(stage.Role)).Min(stage => stage.Order);
        return Stages.Any(stage => stage.Role == role && stage.Order == turn) && Decided.Count < Stages.Count ? new AskOutcome(EndedAt, false) : null;
    }
}
