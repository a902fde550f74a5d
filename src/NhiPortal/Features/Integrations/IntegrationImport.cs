using NhiPortal.Data;
using NhiPortal.Domain;
using NhiPortal.Domain.Integrations;
using NhiPortal.Domain.Owners;
using NhiPortal.Domain.Targets;
using NhiPortal.Features.Imports;
using NhiPortal.Features.Integrations.Drafts;
using NhiPortal.Features.Owners;
using NhiPortal.Features.Owners.Assigning;
using NhiPortal.SignIn;

namespace NhiPortal.Features.Integrations;

/// <summary>Integrations from a file: unknown keys are registered as drafts, known ones changed where a cell says something else.</summary>
public sealed class IntegrationImport : IImportKind
{
    private static readonly (string Column, OwnerRole Role)[] Roles =
        [("business_owner", OwnerRole.BusinessOwner), ("iam_owner", OwnerRole.IamOwner), ("security_operations", OwnerRole.SecurityOperations)];

    public string Name => "integrations";

    public Permission Needed => Permission.RegisterIntegrations;

    public IReadOnlyList<ImportColumn> Columns { get; } =
    [
        new("key", "Its short name: a to z, digits, hyphens. A key the portal knows changes that integration.", "hr-sync", true),
        new("name", "What people call it.", "HR sync", true),
        new("purpose", "What it is for, in a sentence.", "Keeps accounts in step with the HR system.", true),
        new("kind", $"One of {string.Join(", ", Enum.GetNames<IntegrationKind>())}.", "InternalAgent", true),
        new("environment", $"One of {string.Join(", ", Enum.GetNames<DeploymentEnvironment>())}.", "Production", true),
        new("tenant", "Key of the tenant; may be left out where there is one.", ""),
        new("vendor", "Key of the vendor who operates it; “none” takes it away.", ""),
        new("end_of_life", "When it ends, such as 2027-12-31; “none” takes it away.", "2027-12-31"),
        new("business_owner", "Mail address of the person to be asked.", "someone@example.com"),
        new("iam_owner", "Mail address of the person to be asked.", "somebody.else@example.com"),
        new("security_operations", "Mail address of the person to be asked.", ""),
        new("paths", "target:action:pattern, several with semicolons between; all of them, for what is not named is closed. “none” closes all.", "corp-directory:group.add_member:*"),
        new("issuer", "Issuer of its tokens, as the portal trusts it.", ""),
        new("subject", "Its subject in those tokens.", ""),
    ];

    public string KeyOf(ImportLine line) => line["key"];

    public IEnumerable<string> AlsoUnique(ImportLine line) => line["subject"].Length == 0 ? [] : [$"{line["issuer"]} {line["subject"]}"];

    public async Task<IReadOnlyList<RowVerdict>> JudgeAsync(Work run, IReadOnlyList<ImportLine> lines, CancellationToken cancellation)
    {
        var known = await run.KnownAsync([.. lines.Select(line => line["key"]).Distinct(StringComparer.Ordinal)], cancellation);
        var drafts = lines.Select(line => Read(line, known.GetValueOrDefault(line["key"]))).ToList();
        var facts = await run.Db.DraftFactsAsync(run.Actor, drafts.ConvertAll(read => read.Draft), cancellation);
        var rows = lines.Zip(drafts, (line, read) => Row.Of(known.GetValueOrDefault(line["key"]), read.Draft, read.Fault, facts, run.Now)).ToList();
        var owners = await OwnersAsync(run, rows, cancellation);
        return [.. rows.Select(row => Judge(run, row, owners[row]))];
    }

    /// <summary>Who shall own what is known already, judged as an assignment is: one line for each owner of a row.</summary>
    private static async Task<ILookup<Row, CellLine>> OwnersAsync(Work run, List<Row> rows, CancellationToken cancellation)
    {
        var wishes = (from row in rows
                      where row is { Known: not null, Fit: not null }
                      from owner in row.Fit!.Owners
                      select (Row: row, Cell: new OwnerCell(owner.Role, row.Known!.Integration.Id, null), Wish: new Assignment { Owner = owner.Person.Id, Deputy = owner.Deputy?.Id })).ToList();
        var lines = wishes.Count == 0 ? [] : await AssignmentPlan.MakeAsync(run.Db, run.Actor, [.. wishes.Select(wish => (wish.Cell, wish.Wish))], run.Now, cancellation);
        return wishes.Zip(lines, (wish, line) => (wish.Row, Line: line)).ToLookup(pair => pair.Row, pair => pair.Line);
    }

    private static RowVerdict Judge(Work run, Row row, IEnumerable<CellLine> owners)
    {
        if (row.Fit is not { } fit)
            return RowVerdict.Refused(row.WhyNot!);
        if (row.Known is { } known)
            return known.Judge(run, row.Draft, fit, owners);
        return new(ImportOutcome.Created, [.. KnownRow.Told(row.Draft, fit).Where(pair => pair.Value is not null).Select(pair => new FieldChange(pair.Key, null, pair.Value))])
        {
            CarryOut = _ =>
            {
                run.Register(fit);
                return Task.CompletedTask;
            },
        };
    }

    /// <summary>One line of the file, read: fit to be carried out, or why not.</summary>
    private sealed class Row
    {
        public KnownRow? Known { get; private init; }
        public required IntegrationDraft Draft { get; init; }
        public ReadDraft? Fit { get; private init; }
        public string? WhyNot { get; private init; }

        public static Row Of(KnownRow? known, IntegrationDraft draft, string? fault, DraftFacts facts, DateTimeOffset now)
        {
            if (known?.Integration.Status == IntegrationStatus.Retired)
                return new() { Draft = draft, WhyNot = $"{known.Integration.Key} is retired; it cannot be changed any more." };
            var reading = DraftReading.Of(draft, facts, known?.Integration.Id, now);
            return fault is null && reading.Draft is { } fit
                ? new() { Known = known, Draft = draft, Fit = fit }
                : new() { Draft = draft, WhyNot = string.Join(" ", reading.Faults.Select(f => f.Sentence).Prepend(fault).OfType<string>()) };
        }
    }

    /// <summary>The row as a draft; cells left empty say what the integration has already.</summary>
    private static (IntegrationDraft Draft, string? Fault) Read(ImportLine line, KnownRow? known)
    {
        var (paths, fault) = Paths(line["paths"], known);
        if (known is not null && line["tenant"].Length > 0 && line["tenant"] != known.Tenant)
            fault = $"{known.Integration.Key} belongs to the tenant {known.Tenant}; it cannot move.";
        if (line["issuer"].Length > 0 != line["subject"].Length > 0)
            fault ??= "An issuer and a subject go together; one of them is missing.";
        string Cell(string column, string? otherwise) => line[column].Length > 0 ? line[column] : otherwise ?? "";
        return (new IntegrationDraft
        {
            Tenant = known?.Tenant ?? line["tenant"],
            Key = line["key"],
            Name = Cell("name", known?.Integration.Name),
            Purpose = Cell("purpose", known?.Integration.Purpose),
            Kind = Cell("kind", known?.Integration.Kind.ToString()),
            Environment = Cell("environment", known?.Integration.Environment.ToString()),
            Vendor = Cell("vendor", known?.Vendor),
            EndOfLife = Cell("end_of_life", KnownRow.Day(known?.Integration.EndOfLife)),
            Paths = paths,
            Identities = line["subject"].Length == 0 ? [] : [new(line["issuer"], line["subject"])],
            Owners = [.. Roles.Where(role => line[role.Column].Length > 0).Select(role => new DraftOwner(role.Role, line[role.Column]))],
        }, fault);
    }

    private static (IReadOnlyList<DraftPath> Paths, string? Fault) Paths(string cell, KnownRow? known)
    {
        if (cell.Length == 0)
            return (known?.DraftPaths ?? [], null);
        if (cell == IntegrationDraft.None)
            return ([], null);
        var parts = cell.Split(';', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries).Select(part => part.Split(':', 3, StringSplitOptions.TrimEntries)).ToList();
        return parts.Find(part => part.Length < 3) is { } bad
            ? ([], $"The path “{string.Join(':', bad)}” is not written as target:action:pattern.")
            : (parts.ConvertAll(part => new DraftPath(part[0], part[1], part[2])), null);
    }
}
