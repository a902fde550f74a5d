using Microsoft.EntityFrameworkCore;
using NhiPortal.Data;
using NhiPortal.Domain;
using NhiPortal.Domain.Access;
using NhiPortal.Domain.Executions;
using NhiPortal.Domain.Integrations;
using NhiPortal.Domain.Owners;
using NhiPortal.Features.Access;
using NhiPortal.Features.Discovery;
using NhiPortal.SignIn;

namespace NhiPortal.Features.Requests;

/// <summary>An integration a person may ask for.</summary>
public sealed record AskableIntegration(string Key, string Name, IntegrationKind Kind);

/// <summary>One identity of an integration that a request can be made for.</summary>
public sealed record AskableWorkload(Guid Id, string Issuer, string Subject);

/// <summary>What one integration may be asked for: its identities, and per target its actions and resource patterns.</summary>
public sealed record AskOptions(AskableIntegration Integration, IReadOnlyList<AskableWorkload> Workloads, IReadOnlyList<TargetFact> Targets)
{
    /// <summary>The keys of those that the portal itself can change.</summary>
    public IReadOnlyList<string> Acting { get; init; } = [];

    public bool MayBroker(TargetFact target, PathFact action) => Acting.Contains(target.Key) && TargetChange.IsKnown(action.Action);
}

/// <summary>What the form offers: integrations that match what is typed, and everything of the one that is chosen.</summary>
public sealed record AskForm(IReadOnlyList<AskableIntegration> Found, AskOptions? Chosen);

/// <summary>Reads for whom and what a person may ask.</summary>
public sealed class AskOptionsQuery(IDbContextFactory<PortalDb> databases, ConfiguredConnectors connectors, TimeProvider time)
{
    private const int Most = 20;

    public async Task<AskForm> RunAsync(Actor actor, string? words, string? chosen, CancellationToken cancellation)
    {
        if (actor.Person is not { } person)
            return new([], null);
        await using var db = await databases.CreateDbContextAsync(cancellation);
        var now = time.GetUtcNow();
        // The same three conditions as the ownership's own rule: accepted, still open, and confirmed in time.
        var confirmed = now - Ownership.Grace;
        var askable = db.Integrations.AsNoTracking().To(actor, db).Where(i => i.Status == IntegrationStatus.Active);
        if (!Permissions.Allows(actor, Permission.AskOnBehalf))
            askable = askable.Where(i => db.Ownerships.Any(o => o.IntegrationId == i.Id && o.PersonId == person && o.Role == OwnerRole.BusinessOwner
                && o.ClosedAt == null && o.AcceptedAt != null && o.AttestationDue > confirmed));
        var start = words?.Trim();
        var found = string.IsNullOrEmpty(start) ? askable : askable.Where(i => i.Name.StartsWith(start) || i.Key.StartsWith(start));
        var rows = await found.OrderBy(i => i.Name).ThenBy(i => i.Id).Take(Most).Select(i => new AskableIntegration(i.Key, i.Name, i.Kind)).ToListAsync(cancellation);
        var one = chosen is null ? null : await askable.Where(i => i.Key == chosen).Select(i => new { i.Id, Integration = new AskableIntegration(i.Key, i.Name, i.Kind) }).SingleOrDefaultAsync(cancellation);
        if (one is null)
            return new(rows, null);

        var workloads = await db.Workloads.AsNoTracking().Where(w => w.IntegrationId == one.Id && w.RetiredAt == null).OrderBy(w => w.AddedAt).ThenBy(w => w.Id)
            .Select(w => new AskableWorkload(w.Id.Value, w.Issuer, w.Subject)).ToListAsync(cancellation);
        var facts = await db.AccessFactsAsync(one.Id, now, cancellation);
        return new(rows, new AskOptions(one.Integration, workloads, [.. facts!.Targets.Values.OrderBy(target => target.Name, StringComparer.OrdinalIgnoreCase)])
        {
            Acting = [.. facts.Targets.Keys.Where(connectors.Acts)],
        });
    }
}
