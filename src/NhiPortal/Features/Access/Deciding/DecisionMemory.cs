using System.Collections.Concurrent;
using System.Collections.Frozen;
using Microsoft.EntityFrameworkCore;
using NhiPortal.Data;
using NhiPortal.Domain;
using NhiPortal.Domain.AccessRules;
using NhiPortal.Domain.Audit;

namespace NhiPortal.Features.Access.Deciding;

/// <summary>
/// What decisions are judged by, read once and kept until the change feed says otherwise. Whatever is handed out is
/// believed only after the recording transaction has found it <see cref="IsCurrent(KnownIntegration)"/>.
/// </summary>
internal sealed class DecisionMemory(IDbContextFactory<PortalDb> databases, TimeProvider time)
{
    private const int Most = 200_000;
    private readonly ConcurrentDictionary<IntegrationId, KnownIntegration> known = new();
    private readonly ConcurrentDictionary<IntegrationId, Task<KnownIntegration?>> loading = new();

    // A version never changes, so all integrations of a tenant share one.
    private readonly ConcurrentDictionary<(TenantId, int), RulesInForce> rules = new();

    // Positions of the newest change of each sort. A picture older than the change that concerns it is not current,
    // even if it was read while the change was being committed.
    private readonly ConcurrentDictionary<IntegrationId, long> touched = new();
    private long everything;
    private long trust;
    private long identities;

    /// <summary>How far this memory has heard the change feed; negative before the first time.</summary>
    public long Applied { get; private set; } = -1;

    /// <summary>Callers must have been admitted by trust at least this new.</summary>
    public long Trust => Volatile.Read(ref trust);

    /// <summary>A name must have been looked up in identities at least this new.</summary>
    public long Identities => Math.Max(Volatile.Read(ref identities), Volatile.Read(ref everything));

    public bool IsCurrent(KnownIntegration integration) =>
        integration.Version >= Volatile.Read(ref everything) && integration.Version >= touched.GetValueOrDefault(integration.Facts.Id);

    /// <summary>The integration as now known, reading it if need be; null when there is none.</summary>
    public ValueTask<KnownIntegration?> GetAsync(IntegrationId id, CancellationToken cancellation) =>
        known.TryGetValue(id, out var found) && IsCurrent(found) ? new(found) : new(LoadAsync(id, cancellation));

    /// <summary>Takes in what changed up to a position; a gap in the feed forgets everything.</summary>
    public void Apply(long position, IReadOnlyList<Heard> changes)
    {
        if (Applied < 0 || changes.Count != position - Applied)
        {
            Volatile.Write(ref trust, position);
            Forget(position);
        }
        else
        {
            foreach (var change in changes)
                Take(change);
        }

        Applied = position;
    }

    /// <summary>Reads one integration afresh next time, whatever the feed says.</summary>
    public void Forget(IntegrationId id) => known.TryRemove(id, out _);

    private void Take(Heard change)
    {
        switch (change.Kind)
        {
            case ChangeKind.Request or ChangeKind.PolicyDraft or ChangeKind.PeopleSync or ChangeKind.Removal or ChangeKind.Finding or ChangeKind.Notice or ChangeKind.Revocation or ChangeKind.Channel:
                break;
            case ChangeKind.Grant or ChangeKind.Integration or ChangeKind.Stop when change.Integration is { } id:
                touched[new IntegrationId(id)] = change.Seq;
                if (change.Kind == ChangeKind.Integration)
                    Volatile.Write(ref identities, change.Seq);
                break;
            case ChangeKind.Trust:
                Volatile.Write(ref trust, change.Seq);
                Forget(change.Seq);
                break;
            default:
                Forget(change.Seq);
                break;
        }
    }

    private void Forget(long position)
    {
        Volatile.Write(ref everything, position);
        known.Clear();
        touched.Clear();
        rules.Clear();
    }

    private async Task<KnownIntegration?> LoadAsync(IntegrationId id, CancellationToken cancellation)
    {
        while (true)
        {
            // Many callers after one change cause one reading.
            var reading = loading.GetOrAdd(id, ReadAsync);
            try
            {
                var read = await reading.WaitAsync(cancellation);
                if (read is null || IsCurrent(read))
                    return read;
            }
            finally
            {
                loading.TryRemove(KeyValuePair.Create(id, reading));
            }
        }
    }

    private async Task<KnownIntegration?> ReadAsync(IntegrationId id)
    {
        await using var db = await databases.CreateDbContextAsync();
        // The position is read first: everything read after it is at least as new.
        var version = await db.ChangeClocks.Select(clock => clock.Value).SingleAsync();
        if (await db.AccessFactsAsync(id, time.GetUtcNow(), CancellationToken.None) is not { } facts)
            return null;
        if (facts.Rules is { } inForce)
            facts = facts with { Rules = rules.GetOrAdd((facts.Tenant, inForce.Version), inForce) };
        var workloads = await db.Workloads.AsNoTracking().Where(w => w.IntegrationId == id && w.RetiredAt == null).ToListAsync();
        var read = new KnownIntegration(facts, workloads.ToFrozenDictionary(w => w.Id, w => new AuditWorkload(w.Id.Value, w.Issuer, w.Subject)), version);
        if (known.Count >= Most)
            known.Clear();
        if (IsCurrent(read))
            known[id] = read;
        return read;
    }
}

/// <summary>One change as the recording transaction reads it.</summary>
internal readonly record struct Heard(long Seq, ChangeKind Kind, Guid? Integration);
