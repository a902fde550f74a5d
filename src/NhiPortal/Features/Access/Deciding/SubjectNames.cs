using System.Collections.Concurrent;
using Microsoft.EntityFrameworkCore;
using NhiPortal.Data;
using NhiPortal.Domain;

namespace NhiPortal.Features.Access.Deciding;

/// <summary>Whom a name means: exactly one live identity, or nobody, with a hint when the name is not enough.</summary>
internal readonly record struct NamedSubject(WorkloadId? Workload, IntegrationId Integration, string? Hint, long Version);

/// <summary>Finds the workload an enforcement point names by subject, id or integration key.</summary>
internal sealed class SubjectNames(IDbContextFactory<PortalDb> databases, DecisionMemory memory)
{
    private const int Most = 100_000;
    private readonly ConcurrentDictionary<(string Name, string? Issuer), NamedSubject> known = new();

    public ValueTask<NamedSubject> FindAsync(string name, string? issuer, CancellationToken cancellation) =>
        known.TryGetValue((name, issuer), out var found) && found.Version >= memory.Identities ? new(found) : new(ReadAsync(name, issuer, cancellation));

    private async Task<NamedSubject> ReadAsync(string name, string? issuer, CancellationToken cancellation)
    {
        await using var db = await databases.CreateDbContextAsync(cancellation);
        var version = await db.ChangeClocks.Select(clock => clock.Value).SingleAsync(cancellation);
        var live = db.Workloads.AsNoTracking().Where(w => w.RetiredAt == null && (issuer == null || w.Issuer == issuer));
        var id = Guid.TryParse(name, out var guid) ? new WorkloadId(guid) : default;
        var direct = await live.Where(w => w.Subject == name || w.Id == id).Select(w => new { w.Id, w.IntegrationId }).Take(2).ToListAsync(cancellation);
        if (direct.Count == 0)
            direct = await live.Join(db.Integrations.Where(i => i.Key == name), w => w.IntegrationId, i => i.Id, (w, _) => new { w.Id, w.IntegrationId }).Take(2).ToListAsync(cancellation);
        if (direct.Count != 1)
            // Names nobody has are not remembered: strangers' words must not fill memory.
            return new NamedSubject(null, default, direct.Count == 0 ? null : "Several identities answer to this name; send the identity's id, or its issuer in subject.properties.issuer.", version);
        if (known.Count >= Most)
            known.Clear();
        return known[(name, issuer)] = new NamedSubject(direct[0].Id, direct[0].IntegrationId, null, version);
    }
}
