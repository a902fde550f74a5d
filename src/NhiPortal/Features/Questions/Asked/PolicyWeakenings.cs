using Microsoft.EntityFrameworkCore;
using NhiPortal.Data;

namespace NhiPortal.Features.Questions.Asked;

/// <summary>Where the rules came to ask for less, and the two people who wanted it.</summary>
public sealed class PolicyWeakenings : IAuditQuestion
{
    public string Key => "policy-weakenings";

    public string Title => "When did the approval policy come to ask for less, and which two people agreed?";

    public string Words => "Versions of the approval policy published in the period that ask for less than the version before, so that a second person had to agree. One policy holds for every tenant.";

    public string Moment => "Published";

    public string Who => "Published and agreed by";

    public Narrowing Narrows => Narrowing.Person;

    public IQueryable<QuestionRow> Of(QuestionScope scope)
    {
        var (from, until) = (scope.From, scope.Until);
        var versions = scope.Db.Policies.AsNoTracking().Where(p => p.AgreedById != null && p.PublishedAt >= from && p.PublishedAt < until);
        if (scope.Person is { } person)
            versions = versions.Where(p => p.PublishedById == person || p.AgreedById == person);
        return versions.OrderByDescending(p => p.Number).Select(p => new QuestionRow
        {
            Id = Guid.Empty,
            Part = p.Number,
            At = p.PublishedAt,
            What = "Approval policy, version " + p.Number,
            Detail = p.Reason,
            Href = "/policies/" + p.Number,
        });
    }

    public async Task<IReadOnlyList<RowHand>> HandsAsync(PortalDb db, IReadOnlyList<QuestionRow> rows, CancellationToken cancellation)
    {
        var numbers = rows.Select(row => row.Part).ToList();
        var versions = await db.Policies.AsNoTracking().Where(p => numbers.Contains(p.Number)).Select(p => new { p.Number, p.PublishedById, p.AgreedById, p.PublishedAt }).ToListAsync(cancellation);
        var row = rows.ToDictionary(row => row.Part, row => row.Subject);
        return [.. versions.SelectMany(p => new[]
        {
            p.PublishedById is { } by ? new RowHand(row[p.Number], by, null, "asked for it", null) : null,
            p.AgreedById is { } second ? new RowHand(row[p.Number], second, null, "agreed as second person", p.PublishedAt) : null,
        }.OfType<RowHand>())];
    }
}
