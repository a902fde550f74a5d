using Microsoft.EntityFrameworkCore;
using NhiPortal.Data;
using NhiPortal.Domain;
using NhiPortal.Domain.Audit;
using NhiPortal.Domain.Findings;
using NhiPortal.SignIn;

namespace NhiPortal.Features.Findings;

/// <summary>An exception as it was asked for, and who agreed.</summary>
public sealed record ExceptionView(string AskedBy, DateTimeOffset AskedAt, string Reason, string Control, DateTimeOffset Until, string? AgreedBy, DateTimeOffset? AgreedAt);

/// <summary>One line of a finding's history.</summary>
public sealed record FindingEvent(DateTimeOffset At, string Kind, string Sentence, string Actor);

/// <summary>One finding in full, and what this viewer may do.</summary>
public sealed record FindingDetail
{
    public required FindingRow Row { get; init; }
    public required TenantId Tenant { get; init; }
    public required IReadOnlyList<FindingFact> Facts { get; init; }
    public required DateTimeOffset FirstOpenedAt { get; init; }
    public required PersonId? Assignee { get; init; }
    public required ExceptionView? Exception { get; init; }
    public required IReadOnlyList<FindingEvent> History { get; init; }
    public required bool MayHandle { get; init; }

    /// <summary>Whether this viewer could agree, and the sentence that says why not where the rule itself is in the way.</summary>
    public required bool MayAgree { get; init; }

    public required string? WhyNotAgree { get; init; }

    public IFindingRule? Rule => FindingRules.Named(Row.Rule);
}

/// <summary>Reads one finding for one viewer; null when there is none for them.</summary>
public sealed class FindingDetailQuery(IDbContextFactory<PortalDb> databases, TimeProvider time)
{
    private const int LongestHistory = 50;

    public async Task<FindingDetail?> RunAsync(Actor actor, Guid id, CancellationToken cancellation)
    {
        await using var db = await databases.CreateDbContextAsync(cancellation);
        var wanted = new FindingId(id);
        var visible = db.Findings.AsNoTracking().To(actor, db).Where(f => f.Id == wanted);
        var finding = await visible.SingleOrDefaultAsync(cancellation);
        var row = finding is null ? null : await FindingRow.Of(db, visible).SingleOrDefaultAsync(cancellation);
        if (finding is null || row is null)
            return null;
        PersonId?[] named = [finding.ExceptionAskedById, finding.ExceptionAgreedById];
        var ids = named.OfType<PersonId>().ToList();
        var names = await db.People.AsNoTracking().IgnoreAutoIncludes().Where(p => ids.Contains(p.Id)).ToDictionaryAsync(p => p.Id, p => p.Name, cancellation);
        string? Name(PersonId? person) => person is { } known ? names.GetValueOrDefault(known) : null;
        var now = time.GetUtcNow();
        // The same rule that decides says beforehand why not; what it would change is thrown away.
        var agreed = actor.Person is { } person ? finding.AgreeException(person, now) : null;
        var staff = Permissions.Allows(actor, Permission.AgreeExceptions);
        return new()
        {
            Row = row,
            Tenant = finding.TenantId,
            Facts = finding.Facts,
            FirstOpenedAt = finding.FirstOpenedAt,
            Assignee = finding.AssigneeId,
            Exception = row.ExceptionAsked
                ? new ExceptionView(
                    Name(finding.ExceptionAskedById) ?? "", finding.ExceptionAskedAt!.Value, finding.ExceptionReason ?? "", finding.ExceptionControl ?? "", finding.ExceptionUntil!.Value,
                    row.Status == FindingStatus.Excepted ? Name(finding.ExceptionAgreedById) : null, row.Status == FindingStatus.Excepted ? finding.ExceptionAgreedAt : null)
                : null,
            History = await HistoryAsync(db, finding, cancellation),
            MayHandle = row.Status != FindingStatus.Closed
                && (Permissions.Allows(actor, Permission.ManageFindings) || (actor.Person is { } me && await db.OwnsAsync(me, finding, now, cancellation))),
            MayAgree = staff && agreed is { Succeeded: true },
            WhyNotAgree = staff && row is { ExceptionAsked: true, Status: FindingStatus.Open } ? agreed?.Refusal?.Sentence : null,
        };
    }

    private static async Task<IReadOnlyList<FindingEvent>> HistoryAsync(PortalDb db, Finding finding, CancellationToken cancellation)
    {
        var events = finding.IntegrationId is { } integration ? db.AuditEvents.Where(e => e.IntegrationId == integration)
            : finding.TargetId is { } target ? db.AuditEvents.Where(e => e.TargetId == target) : db.AuditEvents;
        var since = finding.FirstOpenedAt;
        var mine = finding.Id.ToString();
        var bodies = await events.AsNoTracking().Where(e => e.Kind.StartsWith("finding.") && e.At >= since && e.Body.Contains(mine))
            .OrderByDescending(e => e.Id).Take(LongestHistory).Select(e => e.Body).ToListAsync(cancellation);
        return [.. bodies.Select(AuditBody.Parse).Select(body => new FindingEvent(body.At, body.Kind, body.Sentence, body.Actor.Name))];
    }
}
