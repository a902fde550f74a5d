using NhiPortal.Data;
using NhiPortal.Domain;
using NhiPortal.Domain.Integrations;
using NhiPortal.Domain.Owners;
using NhiPortal.Domain.Targets;
using NhiPortal.Features.Imports;
using NhiPortal.Features.Integrations.Drafts;
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
        return [.. lines.Zip(drafts, (line, read) => Judge(run, known.GetValueOrDefault(line["key"]), read.Draft, read.Fault, facts))];
    }

    private static RowVerdict Judge(Work run, KnownRow? known, IntegrationDraft draft, string? fault, DraftFacts facts)
    {
        if (known?.Integration.Status == IntegrationStatus.Retired)
            return RowVerdict.Refused($"{known.Integration.Key} is retired; it cannot be changed any more.");
        var reading = DraftReading.Of(draft, facts, known?.Integration.Id, run.Now);
        if (fault is not null || reading.Draft is not { } fit)
            return RowVerdict.Refused(string.Join(" ", reading.Faults.Select(f => f.Sentence).Prepend(fault).OfType<string>()));
        if (known is not null)
            return known.Judge(run, draft, fit);
        return new(ImportOutcome.Created, [.. KnownRow.Told(draft, fit).Where(pair => pair.Value is not null).Select(pair => new FieldChange(pair.Key, null, pair.Value))])
        {
            CarryOut = _ =>
            {
                run.Register(fit);
                return Task.CompletedTask;
            },
        };
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
