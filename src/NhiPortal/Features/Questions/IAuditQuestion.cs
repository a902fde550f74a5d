using Microsoft.EntityFrameworkCore;
using NhiPortal.Data;
using NhiPortal.Domain;
using NhiPortal.Domain.Owners;
using NhiPortal.Domain.Questions;
using NhiPortal.Domain.Requests;

namespace NhiPortal.Features.Questions;

/// <summary>What a question can be narrowed by, besides its period.</summary>
[Flags]
public enum Narrowing
{
    None = 0,
    Tenant = 1,
    Integration = 2,
    Vendor = 4,
    Kind = 8,
    Target = 16,
    Person = 32,
    Everything = Tenant | Integration | Vendor | Kind | Target | Person,
}

/// <summary>A question auditors ask, with a name and an address that stay. Stateless; found by scan; it counts and pages in SQL.</summary>
public interface IAuditQuestion
{
    /// <summary>The address's word for it, for ever: stored samples go by it.</summary>
    string Key { get; }

    /// <summary>Goes up when the same facts would give another answer than before.</summary>
    int Version => 1;

    /// <summary>As an auditor would ask it.</summary>
    string Title { get; }

    /// <summary>What is counted, in one plain sentence; the population is exactly this.</summary>
    string Words { get; }

    /// <summary>What the moment of a line is: "granted", "closed".</summary>
    string Moment { get; }

    /// <summary>Who stands in a line: "Approved by".</summary>
    string Who => "Approved by";

    Narrowing Narrows => Narrowing.Everything;

    /// <summary>All that answers it, newest first.</summary>
    IQueryable<QuestionRow> Of(QuestionScope scope);

    /// <summary>Whoever answers for some of its rows: those who approved the request, unless a question says otherwise.</summary>
    async Task<IReadOnlyList<RowHand>> HandsAsync(PortalDb db, IReadOnlyList<QuestionRow> rows, CancellationToken cancellation)
    {
        var requests = rows.Where(row => row.Request is not null).Select(row => row.Request!.Value).Distinct().ToList();
        var found = await db.Set<ApprovalDecision>().AsNoTracking().Where(d => requests.Contains(d.RequestId)).OrderBy(d => d.DecidedAt)
            .Select(d => new { d.RequestId, d.PersonId, d.ForId, d.Role, d.ByBreakGlass, d.Verdict, d.DecidedAt }).ToListAsync(cancellation);
        var told = found.ToLookup(d => d.RequestId);
        return [.. rows.Where(row => row.Request is not null).SelectMany(row => told[row.Request!.Value].Select(d => new RowHand(
            row.Subject, d.PersonId, d.ForId, (d.ByBreakGlass ? "break-glass" : d.Role.Title()) + (d.Verdict == Verdict.Deny ? ", denied it" : ""), d.DecidedAt)))];
    }
}

/// <summary>Somebody who answers for a row, in a role.</summary>
public sealed record RowHand(string Row, PersonId Person, PersonId? For, string Role, DateTimeOffset? At);

/// <summary>One thing that answers a question, as the database tells it.</summary>
public sealed record QuestionRow
{
    public required Guid Id { get; init; }

    /// <summary>Which part of the thing, where it has several.</summary>
    public int Part { get; init; }

    public required DateTimeOffset At { get; init; }
    public required string What { get; init; }
    public string? Detail { get; init; }
    public RequestId? Request { get; init; }
    public IntegrationId? Integration { get; init; }
    public TargetId? Target { get; init; }
    public required string Href { get; init; }

    public string Subject => Part == 0 ? Id.ToString() : $"{Id}:{Part}";
}
