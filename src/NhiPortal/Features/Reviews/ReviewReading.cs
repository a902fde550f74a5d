using Microsoft.EntityFrameworkCore;
using NhiPortal.Data;
using NhiPortal.Domain;
using NhiPortal.Domain.Credentials;
using NhiPortal.Domain.Discovery;
using NhiPortal.Domain.Integrations;
using NhiPortal.Domain.Owners;
using NhiPortal.Domain.Reviews;
using NhiPortal.Features.Credentials;

namespace NhiPortal.Features.Reviews;

/// <summary>Takes the facts a reviewer will see, for everything in scope at once.</summary>
internal sealed class ReviewReading
{
    public static readonly TimeSpan Recently = TimeSpan.FromDays(90), UseKept = TimeSpan.FromDays(400);

    private const int MostStanding = 5;

    private static readonly string[] Shaping =
        ["integration.changed", "path.added", "path.removed", "workload.added", "workload.removed", "credential.added", "credential.changed"];

    private readonly Dictionary<(IntegrationId, TargetId, string), (DateTimeOffset? Used, int Grants, int Live)> uses = [];
    private Dictionary<IntegrationId, int> changes = [];
    private ILookup<(IntegrationId, TargetId), string> standing = null!;
    private Dictionary<Guid, (ReviewOutcome Outcome, DateTimeOffset At, string Campaign)> before = [];

    /// <summary>Targets that had not answered within their period, in words.</summary>
    public Dictionary<TargetId, string> Stale { get; private set; } = [];

    public static async Task<ReviewReading> ReadAsync(PortalDb db, TenantId tenant, IReadOnlyCollection<IntegrationId> integrations, DateTimeOffset now, CancellationToken cancellation)
    {
        var reading = new ReviewReading();
        var (since, old) = (now - Recently, now - UseKept);
        foreach (var row in await db.Grants.AsNoTracking().Where(g => g.From > old && EF.Parameter(integrations).Contains(g.IntegrationId)).GroupBy(g => new { g.IntegrationId, g.TargetId, g.ActionName }).Select(g => new
        {
            g.Key,
            Used = g.Max(x => x.LastUsedAt),
            Grants = g.Sum(x => x.From > since ? 1 : 0),
            Live = g.Sum(x => x.Status == Domain.Grants.GrantStatus.Active && x.Until > now ? 1 : 0),
        }).ToListAsync(cancellation))
            reading.uses[(row.Key.IntegrationId, row.Key.TargetId, row.Key.ActionName)] = (row.Used, row.Grants, row.Live);
        reading.changes = await db.AuditEvents.AsNoTracking().Where(e => e.IntegrationId != null && Shaping.Contains(e.Kind) && e.At > since && EF.Parameter(integrations).Contains(e.IntegrationId.Value))
            .GroupBy(e => e.IntegrationId!.Value).Select(g => new { g.Key, Count = g.Count() }).ToDictionaryAsync(g => g.Key, g => g.Count, cancellation);
        reading.Stale = (await (from seen in db.Readings.AsNoTracking()
                                join target in db.Targets on seen.TargetId equals target.Id
                                select new { Seen = seen, target.Key }).ToListAsync(cancellation))
            .Where(row => row.Seen.IsBlind(now))
            .ToDictionary(row => row.Seen.TargetId, row => row.Seen.LastReadAt is { } read ? $"{row.Key} was last read {read:yyyy-MM-dd}." : $"{row.Key} could never be read.");
        await reading.ReadStandingAsync(db, tenant, integrations, cancellation);
        await reading.ReadBeforeAsync(db, tenant, integrations, cancellation);
        return reading;
    }

    /// <summary>What an integration's own accounts hold on a target by themselves, as its newest reading shows.</summary>
    private async Task ReadStandingAsync(PortalDb db, TenantId tenant, IReadOnlyCollection<IntegrationId> integrations, CancellationToken cancellation)
    {
        var onTargets = WorkloadIdentity.OnTarget("");
        var accounts = await db.Workloads.AsNoTracking().Where(w => w.RetiredAt == null && w.Issuer.StartsWith(onTargets) && EF.Parameter(integrations).Contains(w.IntegrationId))
            .OrderBy(w => w.Subject).Select(w => new { w.IntegrationId, w.Issuer, w.Subject }).ToListAsync(cancellation);
        var held = accounts.Count == 0 ? [] : await (from line in db.PrivilegeLines.AsNoTracking()
                                                     where line.TenantId == tenant && line.GoneAt == null
                                                     join target in db.Targets on line.TargetId equals target.Id
                                                     orderby line.Holder
                                                     select new { line.TargetId, target.Key, line.Account, line.Holder }).ToListAsync(cancellation);
        var lines = held.ToLookup(line => (WorkloadIdentity.OnTarget(line.Key), line.Account));
        standing = accounts.SelectMany(account => lines[(account.Issuer, account.Subject)].Select(line => (account.IntegrationId, line.TargetId, Words: line.Holder.Length == 0 ? line.Account : $"{line.Account} in {line.Holder}")))
            .ToLookup(row => (row.IntegrationId, row.TargetId), row => row.Words);
    }

    private async Task ReadBeforeAsync(PortalDb db, TenantId tenant, IReadOnlyCollection<IntegrationId> integrations, CancellationToken cancellation)
    {
        var decided = await (from item in db.ReviewItems.AsNoTracking()
                             where item.TenantId == tenant && item.Outcome != null && EF.Parameter(integrations).Contains(item.IntegrationId)
                             join campaign in db.ReviewCampaigns on item.CampaignId equals campaign.Id
                             select new { item.PathId, item.CredentialId, item.Outcome, item.OutcomeAt, campaign.Name }).ToListAsync(cancellation);
        before = decided.Where(row => row.Outcome != ReviewOutcome.Gone).GroupBy(row => row.PathId?.Value ?? row.CredentialId!.Value.Value)
            .ToDictionary(g => g.Key, g => g.MaxBy(row => row.OutcomeAt) is { } last ? (last.Outcome!.Value, last.OutcomeAt!.Value, last.Name) : default);
    }

    public ReviewFacts Facts(Found found, ReviewGround ground, DateTimeOffset now)
    {
        var (subject, integration) = (found.Subject, found.Integration);
        var used = subject.Kind == ReviewItemKind.Credential
            ? (Used: found.Credential!.LastUsedAt, Grants: 0, Live: 0)
            : uses.GetValueOrDefault((subject.Integration, subject.Target!.Value, subject.Action));
        var last = before.GetValueOrDefault(subject.Path?.Value ?? subject.Credential!.Value.Value);
        var owners = ground.OwnersOf(subject.Integration.Value).Concat(subject.Target is { } target ? ground.OwnersOf(target.Value) : []);
        return new()
        {
            TakenAt = now,
            Integration = integration.Name,
            Purpose = Text.Kept(integration.Purpose, 300),
            Kind = integration.Kind,
            Status = integration.Status,
            Vendor = found.Vendor,
            What = found.What,
            Target = found.TargetName,
            Since = found.Since,
            LastUsed = used.Used,
            Grants = used.Grants,
            LiveGrants = used.Live,
            Standing = subject.Kind == ReviewItemKind.Privilege ? [.. standing[(subject.Integration, subject.Target!.Value)].Take(MostStanding)] : [],
            RiskScore = integration.RiskScore,
            Owners = [.. owners.OrderBy(o => o.Role).Select(o => new ReviewOwner(o.Role, ground.Name(o.PersonId), o.State(now, ground[o.PersonId]?.Active ?? false)))],
            Key = found.Credential is { } key ? Key(key, ground) : null,
            Previously = last.Campaign is null ? null : $"{ReviewWording.Title(last.Outcome)} in {last.Campaign}",
            PreviouslyAt = last.Campaign is null ? null : last.At,
            Changes = changes.GetValueOrDefault(subject.Integration),
            Stale = subject.Target is { } at && Stale.TryGetValue(at, out var stale) ? [stale] : [],
        };
    }

    private static ReviewKey Key(Credential key, ReviewGround ground) => new(
        CredentialWords.Title(key.Kind), key.KeptIn, key.IssuedAt, key.LastRotatedAt, key.ExpiresAt == Credential.Never ? null : key.ExpiresAt, key.LongLived, key.Shared,
        key.BackupOwnerId is { } backup ? ground.Name(backup) : null);
}
