using Microsoft.EntityFrameworkCore;
using NhiPortal.Data;
using NhiPortal.Domain;
using NhiPortal.Domain.Grants;
using NhiPortal.Domain.Owners;
using NhiPortal.Domain.Requests;

namespace NhiPortal.Features.Access;

/// <summary>One step of a request's approval, without the people in it.</summary>
internal sealed record TaskStage(int Order, OwnerRole Role, bool IsOpen);

/// <summary>The grant a request made.</summary>
internal sealed record TaskGrant(Guid Id, DateTimeOffset From, DateTimeOffset Until)
{
    /// <summary>Why it has ended; null while it lives.</summary>
    public string? Ended { get; init; }
}

/// <summary>What an approver asked back and nobody has answered yet.</summary>
internal sealed record TaskQuestion(string Words, DateTimeOffset AskedAt);

/// <summary>One access request as its caller may see it.</summary>
internal sealed record TaskFacts(
    Guid Id, RequestStatus Status, DateTimeOffset AskedAt, DateTimeOffset ExpiresAt, string? EndReason, IReadOnlyList<TaskStage> Stages, TaskGrant? Grant)
{
    /// <summary>Set while an approver waits for an answer; the time to decide stands still.</summary>
    public TaskQuestion? Question { get; init; }

    /// <summary>What changed since it was first asked, where it came back to its owners for that.</summary>
    public IReadOnlyList<string> Changed { get; init; } = [];

    public string Sentence => Status switch
    {
        RequestStatus.Approved when Grant?.Ended is { } ended => $"Approved, but the grant has ended: {ended} Ask again if it is still needed.",
        RequestStatus.Pending when Question is not null => "An approver has asked a question; the request waits for its answer.",
        RequestStatus.Pending when Changed.Count > 0 => $"What it rests on has changed ({string.Join(", ", Changed)}), so it is decided again. Waiting for {string.Join(" and ", Stages.Where(stage => stage.IsOpen).Select(stage => stage.Role.Title()))}.",
        RequestStatus.Pending => $"Waiting for {string.Join(" and ", Stages.Where(stage => stage.IsOpen).Select(stage => stage.Role.Title()))}.",
        RequestStatus.Approved => $"Approved until {Grant?.Until:u}. Evaluate again to act.",
        RequestStatus.Denied => $"Denied: {EndReason}",
        RequestStatus.Expired => "Nobody answered in time, which is a denial.",
        _ => $"{Status}: {EndReason}",
    };
}

/// <summary>Finds one access request for the workload that made it.</summary>
internal sealed class TaskQuery(IDbContextFactory<PortalDb> databases, TimeProvider time)
{
    /// <returns>Null when it does not exist or is not the caller's; nobody is told which.</returns>
    public async Task<TaskFacts?> RunAsync(WorkloadId workload, Guid id, CancellationToken cancellation)
    {
        await using var db = await databases.CreateDbContextAsync(cancellation);
        id = await NewestAsync(db, workload, id, cancellation);
        var request = await db.Requests.AsNoTracking().Include(r => r.Stages).Include(r => r.Decisions).AsSplitQuery()
            .SingleOrDefaultAsync(r => r.Id == new RequestId(id) && r.WorkloadId == workload, cancellation);
        if (request is null)
            return null;
        var grant = request.Status != RequestStatus.Approved ? null : await db.Grants.Where(g => g.RequestId == request.Id).Select(g => new TaskGrant(g.Id.Value, g.From, g.Status != GrantStatus.Active ? g.EndedAt ?? g.Until : g.Uses == 0 && g.FirstUseBy < g.Until ? g.FirstUseBy.Value : g.Until)
        {
            Ended = g.Status != GrantStatus.Active ? g.EndReason ?? "" : null,
        }).SingleOrDefaultAsync(cancellation);
        if (grant is { Ended: null } && grant.Until <= time.GetUtcNow())
            grant = grant with { Ended = "Its time was over." };
        // The clock ends a request; the job only writes it down.
        var status = request.Status == RequestStatus.Pending && time.GetUtcNow() >= request.ExpiresAt ? RequestStatus.Expired : request.Status;
        var open = status == RequestStatus.Pending ? request.OpenStages() : [];
        return new TaskFacts(
            id, status, request.AskedAt, request.ExpiresAt, request.EndReason,
            [.. request.Stages.OrderBy(stage => stage.Number).Select(stage => new TaskStage(stage.Order, stage.Role, open.Contains(stage)))], grant)
        {
            Changed = [.. request.Changes.Select(change => change.Name)],
            Question = status == RequestStatus.Pending && request.OpenQuestion is { } question ? new TaskQuestion(question.Words, question.AskedAt) : null,
        };
    }

    /// <summary>The request that stands in this one's place by now: one that came back goes on under the address its caller knows.</summary>
    public async Task<Guid> NewestAsync(WorkloadId workload, Guid id, CancellationToken cancellation)
    {
        await using var db = await databases.CreateDbContextAsync(cancellation);
        return await NewestAsync(db, workload, id, cancellation);
    }

    private static async Task<Guid> NewestAsync(PortalDb db, WorkloadId workload, Guid id, CancellationToken cancellation)
    {
        var newest = id;
        while (await db.Requests.Where(r => r.FollowsId == new RequestId(newest) && r.WorkloadId == workload).Select(r => (Guid?)r.Id.Value).SingleOrDefaultAsync(cancellation) is { } next)
            newest = next;
        return newest;
    }
}
