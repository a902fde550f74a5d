using Microsoft.EntityFrameworkCore;
using NhiPortal.Data;
using NhiPortal.Domain;
using NhiPortal.Domain.Credentials;
using NhiPortal.Domain.Executions;
using NhiPortal.Domain.Grants;
using NhiPortal.Domain.Integrations;
using NhiPortal.Domain.Owners;
using NhiPortal.Domain.Reviews;
using NhiPortal.Domain.Targets;
using NhiPortal.Domain.Unattended;
using NhiPortal.Features.Discovery;
using NhiPortal.Features.Integrations.Drafts;
using NhiPortal.Features.Unattended.Sources;

namespace NhiPortal.Features.Reviews.Ending;

/// <summary>What some items' outcomes ask for, read for all of them and done or ordered one by one.</summary>
internal sealed class CarryOutOrders
{
    private readonly Work run;
    private readonly string why;
    private readonly HeldThere held;
    private Dictionary<IntegrationId, Integration> integrations = [];
    private Dictionary<TargetId, TargetSystem> targets = [];
    private Dictionary<PathId, PrivilegePath> paths = [];
    private readonly List<PrivilegePath> narrowed = [];
    private ILookup<(IntegrationId, TargetId), PrivilegePath> open = null!;
    private ILookup<(IntegrationId, TargetId, string), Grant> grants = null!;
    private HashSet<GrantId> brokered = [];
    private ILookup<IntegrationId, Credential> credentials = null!;
    private Dictionary<IntegrationId, PersonId> owners = [];
    private LadderPlan ladder = null!;

    private CarryOutOrders(Work run, ReviewCampaign campaign, ConfiguredConnectors connectors) =>
        (this.run, why, held) = (run, $"The access review “{campaign.Name}” decided so.", new HeldThere(run, campaign, connectors));

    public static async Task<CarryOutOrders> ReadAsync(Work run, ReviewCampaign campaign, IReadOnlyList<ReviewItem> items, ConfiguredConnectors connectors, CancellationToken cancellation)
    {
        var db = run.Db;
        var (ids, there, ways) = (items.Select(i => i.IntegrationId).Distinct().ToList(), items.Select(i => i.TargetId).OfType<TargetId>().Distinct().ToList(), items.Select(i => i.PathId).OfType<PathId>().ToList());
        var grants = await db.Grants.Where(g => ids.Contains(g.IntegrationId) && g.Status == GrantStatus.Active && g.Until > run.Now).OrderBy(g => g.Id).ToListAsync(cancellation);
        var live = grants.ConvertAll(grant => grant.Id);
        return new(run, campaign, connectors)
        {
            integrations = await db.Integrations.Where(i => ids.Contains(i.Id)).ToDictionaryAsync(i => i.Id, cancellation),
            targets = await db.Targets.AsNoTracking().Where(t => there.Contains(t.Id)).ToDictionaryAsync(t => t.Id, cancellation),
            paths = await db.Paths.Where(p => ways.Contains(p.Id)).ToDictionaryAsync(p => p.Id, cancellation),
            open = (await db.Paths.Where(p => ids.Contains(p.IntegrationId) && p.RemovedAt == null).ToListAsync(cancellation)).ToLookup(p => (p.IntegrationId, p.TargetId)),
            grants = grants.ToLookup(g => (g.IntegrationId, g.TargetId, g.ActionName)),
            brokered = (await db.Executions.Where(e => live.Contains(e.GrantId) && e.EndedAt == null).Select(e => e.GrantId).ToListAsync(cancellation)).ToHashSet(),
            credentials = (await db.Credentials.Where(c => ids.Contains(c.IntegrationId) && c.RevokedAt == null).OrderBy(c => c.Id).ToListAsync(cancellation)).ToLookup(c => c.IntegrationId),
            owners = await db.OwnersOfAsync(ids, cancellation),
            ladder = await db.UnattendedPolicies.AsNoTracking().Where(p => p.Kind == UnattendedKind.ReviewItem).Select(p => p.Plan).SingleOrDefaultAsync(cancellation) ?? LadderPlan.Default(UnattendedKind.ReviewItem),
        };
    }

    /// <summary>The lines of one item, at least one.</summary>
    public async Task<IReadOnlyList<CarryOut>> OfAsync(ReviewItem item, CancellationToken cancellation)
    {
        List<CarryOut> lines = [];
        if (item.Outcome == ReviewOutcome.UnattendedRevoked)
            lines.Add(CarryOut.LeftToLadder(item, 1, $"{Named(item)}: nobody decided, so it is announced, and taken away on its day", run.Now.AddDays(ladder.After + ladder.Length + 1), run.Now));
        else if (item.Kind == ReviewItemKind.Credential && item.Outcome == ReviewOutcome.Revoked)
            await RevokeAsync(item, lines, cancellation);
        else if (item.Kind == ReviewItemKind.Privilege && item.Outcome != ReviewOutcome.KeptAndRotated && paths[item.PathId!.Value] is { RemovedAt: null } path)
            await TakeAsync(item, path, lines, cancellation);
        // One stage may have asked for the rotation and another for less.
        if (item.Outcome is ReviewOutcome.KeptAndRotated or ReviewOutcome.Reduced && item.RotateBy is { } day)
            Rotate(item, day, lines);
        if (lines.Count == 0)
            lines.Add(CarryOut.Here(item, 1, CarryOutKind.Nothing, $"{Named(item)}: there is nothing left to {(item.Outcome == ReviewOutcome.KeptAndRotated ? "rotate" : "take away")}", "It had ended otherwise before the review closed.", run.Now));
        return lines;
    }

    private async Task TakeAsync(ReviewItem item, PrivilegePath path, List<CarryOut> lines, CancellationToken cancellation)
    {
        var (integration, target) = (integrations[item.IntegrationId], targets[item.TargetId!.Value]);
        run.RemovePath(integration, target, path);
        PrivilegePath? narrower = null;
        if (item.Outcome == ReviewOutcome.Reduced)
        {
            run.Db.Paths.Add(narrower = PrivilegePath.Create(integration.Id, target.Id, path.ActionName, item.ReduceTo!, run.Now));
            narrowed.Add(narrower);
            run.Record(Registrations.About(integration) with
            {
                Kind = "path.added",
                Sentence = $"The path of {integration.Key} for {path.ActionName} on {target.Key} goes on, for {item.ReduceTo} only. {why}",
                Target = Work.Thing(target),
                After = new Dictionary<string, string?> { ["action"] = path.ActionName, ["pattern"] = item.ReduceTo },
            });
        }

        lines.Add(CarryOut.Here(item, 1, CarryOutKind.Path, narrower is null ? $"{Named(item)} is closed" : $"{Named(item)} is narrowed to {item.ReduceTo}", $"Nothing {(narrower is null ? "of it" : "outside it")} can be asked for or done since {run.Now.UtcDateTime:d MMM yyyy, HH:mm} UTC.", run.Now));
        // What another item was just narrowed to is there as well.
        var others = open[(path.IntegrationId, path.TargetId)].Concat(narrowed.Where(other => (other.IntegrationId, other.TargetId) == (path.IntegrationId, path.TargetId)))
            .Where(other => other.Id != path.Id && other.Id != narrower?.Id && other.RemovedAt is null).ToList();
        foreach (var grant in grants[(path.IntegrationId, path.TargetId, path.ActionName)].Where(grant => path.Covers(grant.ResourceId)
            && narrower?.Covers(grant.ResourceId) != true && !others.Exists(other => other.ActionName == grant.ActionName && other.Covers(grant.ResourceId))))
            End(item, integration, target, grant, lines);
        // What the account holds by itself goes when nothing of the integration is left there.
        if (narrower is null && others.Count == 0)
            lines.AddRange(await held.TakeAsync(item, integration, target, lines.Count, cancellation));
    }

    private void End(ReviewItem item, Integration integration, TargetSystem target, Grant grant, List<CarryOut> lines)
    {
        if (!grant.Revoke(null, why, run.Now).Succeeded)
            return;
        var what = $"The grant of {integration.Key} for {grant.ActionName} on {target.Key}, {grant.ResourceId}, is ended";
        lines.Add(brokered.Contains(grant.Id)
            ? CarryOut.TakenBack(item, lines.Count + 1, grant.Id, $"{what}, and what the portal did for it is taken back", run.Now)
            : CarryOut.Here(item, lines.Count + 1, CarryOutKind.Grant, what, "The next decision already denies it.", run.Now));
        run.Record(Registrations.About(integration) with
        {
            Kind = "grant.revoked",
            Sentence = $"The grant of {integration.Key} for {grant.ActionName} ended. {why}",
            Target = Work.Thing(target),
            Grant = grant.Id,
            Request = grant.RequestId,
            Facts = Facts(item),
        });
    }

    private async Task RevokeAsync(ReviewItem item, List<CarryOut> lines, CancellationToken cancellation)
    {
        if (credentials[item.IntegrationId].FirstOrDefault(c => c.Id == item.CredentialId) is not { } credential || !credential.Revoke(run.Now, why))
            return;
        var integration = integrations[item.IntegrationId];
        lines.Add(CarryOut.Here(item, 1, CarryOutKind.Credential, $"{Named(item)} counts as revoked", "The portal counts it as revoked.", run.Now));
        if (credential.Kind != CredentialKind.FederatedToken)
            lines.Add(await held.RetireAsync(item, integration, credential, credentials[item.IntegrationId].Where(other => other.RevokedAt is null), 2, cancellation)
                ?? CarryOut.LeftToHand(item, 2, CarryOutKind.Credential, $"{Named(item)}: delete it in {credential.KeptIn}, and see that it no longer opens anything", owners.TryGetValue(item.IntegrationId, out var owner) ? owner : null, run.Now));
        run.Record(Registrations.About(integration) with
        {
            Kind = "credential.changed",
            Sentence = $"The credential {credential.Label} of {integration.Key} counts as revoked; delete it in {credential.KeptIn}. {why}",
            Facts = Facts(item),
        });
    }

    /// <summary>Of a privilege, every key of the integration that may open it.</summary>
    private void Rotate(ReviewItem item, DateOnly day, List<CarryOut> lines)
    {
        var by = new DateTimeOffset(day.AddDays(1).ToDateTime(TimeOnly.MinValue), TimeSpan.Zero).AddTicks(-1);
        var keys = credentials[item.IntegrationId].Where(c => item.Kind == ReviewItemKind.Credential ? c.Id == item.CredentialId : c.TargetId is null || c.TargetId == item.TargetId);
        foreach (var credential in keys.Where(credential => credential.Demand(by, run.Now)))
        {
            lines.Add(CarryOut.Here(item, lines.Count + 1, CarryOutKind.Rotation, $"{credential.Label} of {item.Facts.Integration} must be rotated by {day:yyyy-MM-dd}", "Its rotation has that date; whoever does not rotate it is reminded, and in the end loses it.", run.Now));
            run.Record(Registrations.About(integrations[item.IntegrationId]) with
            {
                Kind = "credential.changed",
                Sentence = $"The credential {credential.Label} of {item.Facts.Integration} must be rotated by {day:yyyy-MM-dd}. {why}",
                Facts = Facts(item),
            });
        }
    }

    private static Dictionary<string, string?> Facts(ReviewItem item) => new() { ["campaign"] = item.CampaignId.ToString(), ["item"] = $"{item.Number}" };

    private static string Named(ReviewItem item) => item.Kind == ReviewItemKind.Privilege
        ? $"{item.Action} of {item.Facts.Integration}{(item.Facts.Target is { } target ? $" on {target}" : "")}, {item.Pattern}"
        : $"{item.Action} of {item.Facts.Integration}";
}
