using Microsoft.EntityFrameworkCore;
using NhiPortal.Data;
using NhiPortal.Domain;
using NhiPortal.Domain.Policy;
using NhiPortal.Features.Integrations.Drafts;
using NhiPortal.Features.Policy;

namespace NhiPortal.Features.Integrations;

/// <summary>One path of a draft: who would have to approve a use of it, and whether anybody answers for its target.</summary>
public sealed record DraftWay(ReadPath Path, ApprovalRule? Rule, bool Owned);

/// <summary>What registering a draft would say: every fault by field, and what its paths would mean.</summary>
public sealed record DraftCheck(IReadOnlyList<FieldFault> Faults, IReadOnlyList<DraftWay> Ways)
{
    public IEnumerable<FieldFault> Of(params ReadOnlySpan<string> fields)
    {
        var wanted = fields.ToArray();
        return Faults.Where(fault => wanted.Contains(fault.Field));
    }
}

/// <summary>Judges a draft as registering it would, and changes nothing.</summary>
public sealed class CheckDraftQuery(IDbContextFactory<PortalDb> databases, TimeProvider time)
{
    public async Task<DraftCheck> RunAsync(Actor actor, IntegrationDraft draft, CancellationToken cancellation)
    {
        await using var db = await databases.CreateDbContextAsync(cancellation);
        var facts = await db.DraftFactsAsync(actor, [draft], cancellation);
        var reading = DraftReading.Of(draft, facts, null, time.GetUtcNow());
        var policy = (await db.PolicyInForceAsync(cancellation))?.Policy;
        ApprovalRule? Rule(ReadPath path) => reading.Kind is { } kind && reading.Home is { } tenant
            ? policy?.Match(new PolicySubject(kind, path.Action.Class, path.Action.Risk, path.Target.Criticality, path.Target.Environment, tenant.Key)) : null;
        return new(reading.Faults, [.. reading.Ways.Select(path => new DraftWay(path, Rule(path), facts.SystemOwners.ContainsKey(path.Target.Id)))]);
    }
}
