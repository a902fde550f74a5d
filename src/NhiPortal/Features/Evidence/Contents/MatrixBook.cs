using NhiPortal.Domain;
using NhiPortal.Features.Controls;
using NhiPortal.Features.Owners;
using NhiPortal.Shell;
using static NhiPortal.Features.Evidence.Contents.OscalNames;

namespace NhiPortal.Features.Evidence.Contents;

/// <summary>The package's tables about the state of things: who owns what, how controls stand, on which numbers, and what fails.</summary>
internal static class MatrixBook
{
    public const string File = "matrix.xlsx";

    /// <param name="to">Where it is written.</param>
    /// <param name="facts">What the package says.</param>
    /// <param name="matrix">The cells of the ownership matrix that belong to the package.</param>
    /// <param name="cancellation">Stops it.</param>
    public static Task WriteAsync(Stream to, PackageFacts facts, IAsyncEnumerable<MatrixFileRow> matrix, CancellationToken cancellation) => XlsxBook.WriteAsync(to,
    [
        new("Ownership",
            [("Integration", 24), ("Name", 28), ("Kind", 20), ("Environment", 14), ("Status", 12), ("Standing", 12), ("Role", 20), ("Of", 24), ("Owner", 24), ("Mail", 30), ("Deputy", 24), ("State", 24), ("Accepted", 21), ("Confirmed", 21), ("Confirm by", 21), ("Waiting for", 24), ("Gap", 48)],
            matrix.Select(IReadOnlyList<object?> (row) => [row.Integration, row.Name, row.Kind, row.Environment, row.Status, row.Standing, row.Role, row.Of, row.Owner, row.Mail, row.Deputy, row.State, row.AcceptedAt, row.ConfirmedAt, row.ConfirmBy, row.WaitingFor, row.Gap])),
        XlsxSheetOf.Of("Controls",
            [("Framework", 28), ("Version", 20), ("Status of the framework", 26), ("Control", 26), ("Title", 34), ("What it asks", 60), ("What evidence here is worth", 30), ("At the end of the period", 22), ("Why", 60), ("When asked for", 18), ("Why", 60), ("Evidence", 40)],
            facts.AtEnd.Frameworks.Zip(facts.WhenAsked.Frameworks).SelectMany(both => both.First.Rows.Zip(both.Second.Rows, (end, asked) => (both.First.Framework, End: end, Asked: asked))),
            row => [row.Framework.Name, row.Framework.Version, row.Framework.Status, row.End.Control.Id, row.End.Control.Title, row.End.Control.Statement, row.End.Control.Coverage.Words(),
                row.End.Standing.Result.Words(), row.End.Standing.Why, row.Asked.Standing.Result.Words(), row.Asked.Standing.Why, string.Join(", ", row.End.Control.Evidence)]),
        XlsxSheetOf.Of("Evidence",
            [("Query", 26), ("What it measures", 70), ("Met at %", 10), ("Partly at %", 11), ("Moment", 20), ("Measured", 21), ("Population", 12), ("Failing", 10), ("Result", 16), ("Why nothing can be said", 50), ("What puts one right", 50)],
            facts.Queries.SelectMany(query => facts.Moments.Select(moment => (Query: query, Moment: moment, Found: moment.Results[query.Name]))),
            row => [row.Query.Name, row.Query.Measures, row.Query.Limit.MetAt, row.Query.Limit.PartlyAt, row.Moment.Title, row.Found.MeasuredAt is { } at ? Time(at) : null, row.Found.Count.Population, row.Found.Count.Failing, row.Found.Result.Words(), row.Found.Why, row.Query.Fix]),
        XlsxSheetOf.Of("Failing",
            [("Moment", 20), ("Query", 26), ("Kind", 16), ("Key", 28), ("Name", 34), ("Detail", 60), ("Since", 21), ("Page", 44), ("Id", 38)],
            facts.Moments.SelectMany(moment => facts.Queries.SelectMany(query => moment.Failed(query.Name).Select(failing => (Moment: moment.Title, query.Name, Failing: failing)))),
            row => [row.Moment, row.Name, row.Failing.Kind.ToString(), row.Failing.Key, row.Failing.Name, row.Failing.Detail, row.Failing.Since is { } since ? Time(since) : null, row.Failing.Href, row.Failing.Id.ToString()]),
    ], cancellation);

    /// <summary>Who reads what stands in the package: its asker, with sight of its scope and no more.</summary>
    public static Actor Reader(PackageFacts facts) => new()
    {
        Kind = ActorKind.Person,
        Id = facts.Package.AskedById.Value,
        Name = facts.Package.AskedBy,
        Roles = new HashSet<Role> { Role.Auditor },
        Tenants = facts.Package.TenantId is { } one ? new HashSet<TenantId> { one } : facts.Package.Sees?.ToHashSet(),
    };
}
