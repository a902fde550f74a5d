using Microsoft.EntityFrameworkCore;
using NhiPortal.Data;
using NhiPortal.Domain;
using NhiPortal.Domain.Unattended;
using NhiPortal.SignIn;

namespace NhiPortal.Features.Unattended;

/// <summary>One thing taken, and how it stands with it.</summary>
public sealed record TakenView(int Number, TakenKind Kind, string Label, TakenWay Way, string? DoneBy, DateTimeOffset? DoneAt, string? Evidence, DateTimeOffset? ConfirmedAt, string? Proof, DateTimeOffset? RestoredAt, bool MayReport, bool MayConfirm);

/// <summary>One step that was taken.</summary>
public sealed record StepView(LadderStep Step, DateTimeOffset At, string Words, bool LetGo);

/// <summary>One revocation in full, and what this viewer may do about it.</summary>
public sealed record RevocationDetail(RevocationRow Row, IReadOnlyList<StepView> Steps, IReadOnlyList<TakenView> Items)
{
    public required DateTimeOffset Since { get; init; }
    public required DateTimeOffset? SuspendOn { get; init; }
    public required DateTimeOffset? RevokeOn { get; init; }
    public required string Takes { get; init; }
    public required (string Words, string Href)? About { get; init; }
    public string? PauseReason { get; init; }
    public string? Trouble { get; init; }
    public string? EndedBy { get; init; }
    public DateTimeOffset? UndoUntil { get; init; }
    public required bool MayPause { get; init; }
    public required bool MayUndo { get; init; }

    /// <summary>An owner may say that it is still needed.</summary>
    public required bool MaySayNeeded { get; init; }
}

/// <summary>Reads one revocation for one viewer; null where there is none for them.</summary>
public sealed class RevocationPageQuery(IDbContextFactory<PortalDb> databases, TimeProvider time)
{
    public async Task<RevocationDetail?> RunAsync(Actor actor, Guid id, CancellationToken cancellation)
    {
        await using var db = await databases.CreateDbContextAsync(cancellation);
        var (now, wanted) = (time.GetUtcNow(), new RevocationId(id));
        if (await db.Revocations.AsNoTracking().Include(r => r.Steps).Include(r => r.Items).To(actor, db).AsSplitQuery().SingleOrDefaultAsync(r => r.Id == wanted, cancellation) is not { } row)
            return null;
        var people = row.Items.Select(item => item.DoneById).Append(row.OwnerId).Append(row.EndedById).OfType<PersonId>().Distinct().ToList();
        var names = await db.People.AsNoTracking().Where(p => people.Contains(p.Id)).ToDictionaryAsync(p => p.Id, p => p.Name, cancellation);
        string? Name(PersonId? person) => person is { } known ? names.GetValueOrDefault(known) : null;
        var answers = await db.AnswersForAsync(actor, row, now, cancellation);
        var stops = Permissions.Allows(actor, Permission.StopRevocations);
        var open = row.Items.FindAll(item => item is { Way: TakenWay.Hand, ConfirmedAt: null, RestoredAt: null } && (answers || stops));
        return new(
            RevocationListQuery.Row(row, Name(row.OwnerId), (await db.WaysToKeepAsync([row], cancellation))[row.Id], now), [.. row.Steps.OrderBy(step => step.Number).Select(step => new StepView(step.Step, step.At, step.Words, step.BatchId is not null))],
            [.. row.Items.OrderBy(item => item.Number).Select(item => new TakenView(
                item.Number, item.Kind, item.Label, item.Way, Name(item.DoneById), item.DoneAt, item.Evidence, item.ConfirmedAt, item.Proof, item.RestoredAt,
                open.Contains(item) && item.DoneAt is null, open.Contains(item) && item.DoneAt is not null && item.DoneById != actor.Person))])
        {
            Since = row.Since,
            SuspendOn = row.SuspendOn,
            RevokeOn = row.RevokeOn,
            Takes = row.Kind.Takes(row.IntegrationId is null),
            About = await AboutAsync(db, row, cancellation),
            PauseReason = row.PausedUntil > now ? row.PauseReason : null,
            Trouble = row.Trouble,
            EndedBy = Name(row.EndedById),
            UndoUntil = row.WhyNotUndo(now) is null ? row.UndoUntil : null,
            MayPause = stops && row.CanBeKept,
            MayUndo = Permissions.Allows(actor, Permission.ResumeIntegrations) && row.WhyNotUndo(now) is null,
            MaySayNeeded = answers && row.CanBeKept && row.Kind.IsIdle(),
        };
    }

    private static async Task<(string, string)?> AboutAsync(PortalDb db, Revocation row, CancellationToken cancellation)
    {
        if (row.IntegrationId is { } integration)
            return await db.Integrations.AsNoTracking().Where(i => i.Id == integration).Select(i => new { i.Name, i.Key }).SingleAsync(cancellation) is var found ? (found.Name, $"/integrations/{Uri.EscapeDataString(found.Key)}") : null;
        return row.TargetId is { } target && await db.Targets.AsNoTracking().Where(t => t.Id == target).Select(t => new { t.Name, t.Key }).SingleAsync(cancellation) is var on ? (on.Name, $"/targets/{Uri.EscapeDataString(on.Key)}") : null;
    }
}
