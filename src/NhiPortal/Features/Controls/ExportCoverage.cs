using System.Globalization;
using CsvHelper;
using Microsoft.EntityFrameworkCore;
using NhiPortal.Data;
using NhiPortal.Domain;
using NhiPortal.Domain.Controls;
using NhiPortal.SignIn;

namespace NhiPortal.Features.Controls;

/// <summary>One control as a line of the exported file; times in UTC, ISO 8601.</summary>
[CsvRecord]
public sealed partial record CoverageFileRow(
    string Framework, string Version, string Status, string Control, string? Title, string Statement, string FormerIds, string Coverage, string Result, string Why, string? MeasuredAt, string Evidence, string Source, string Verification);

/// <summary>Hands out a framework's coverage as a file, and records who took it.</summary>
public sealed class ExportCoverage(UnitOfWork work)
{
    public Task<Result<IReadOnlyList<CoverageFileRow>>> RunAsync(Actor actor, string? framework, CancellationToken cancellation) =>
        work.RunAsync<IReadOnlyList<CoverageFileRow>>(actor, "control.export", async run =>
        {
            if (Permissions.Check(actor, Permission.SeeControls) is { } refused)
                return refused;
            var catalogue = ControlCatalogue.Shipped;
            if (framework is not null && catalogue.FrameworkOf(framework) is null)
                return new Refusal("not_found", "There is no such framework. Choose one on the Controls page.");
            var results = await run.Db.NewestAsync(actor, run.Now, cancellation);
            var rows = catalogue.Controls.Where(control => framework is null || control.Framework == framework).Select(control => Row(catalogue, control, results)).ToList();
            var tenant = await run.Db.People.Where(p => p.Id == actor.Person).Select(p => (TenantId?)p.TenantId).SingleOrDefaultAsync(cancellation);
            run.Record(new AuditNote("control.exported", $"{actor.Name} took the coverage of {rows.Count} controls as a file.")
            {
                Tenant = tenant,
                Facts = new Dictionary<string, string?> { ["framework"] = framework ?? "all", ["rows"] = rows.Count.ToString(CultureInfo.InvariantCulture) },
            });
            return Result.Ok<IReadOnlyList<CoverageFileRow>>(rows);
        }, cancellation);

    private static CoverageFileRow Row(ControlCatalogue catalogue, CatalogueControl control, IReadOnlyDictionary<string, QueryResult> results)
    {
        var (framework, standing) = (catalogue.FrameworkOf(control.Framework)!, control.Stand(results));
        var evidence = control.Evidence.Select(name => results[name]).ToList();
        return new(
            framework.Title, framework.Version, framework.Status, control.Id, control.Title, control.Statement, string.Join("; ", catalogue.FormerIds(control)), control.Coverage.ToString(), standing.Result.Words(), standing.Why,
            evidence.Select(result => result.MeasuredAt).Min()?.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture),
            string.Join("; ", evidence.Select(result => string.Create(CultureInfo.InvariantCulture, $"{result.Query.Name}: {result.Result.Words()} ({result.Passing} of {result.Count.Population})"))), control.Source, control.Verification);
    }
}
