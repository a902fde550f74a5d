using NhiPortal.Data;
using NhiPortal.Domain;
using NhiPortal.Domain.Owners;
using NhiPortal.Features.Imports;
using NhiPortal.Features.Owners.Assigning;
using NhiPortal.SignIn;

namespace NhiPortal.Features.Owners;

/// <summary>The ownership matrix from a file, one cell a row; an export of the matrix can be changed and read in again.</summary>
public sealed class OwnerImport : IImportKind
{
    private const int ShortestReason = 5;

    public string Name => "owners";

    public Permission Needed => Permission.AssignOwners;

    public IReadOnlyList<ImportColumn> Columns { get; } =
    [
        new("role", $"One of {string.Join(", ", Enum.GetValues<OwnerRole>().Select(role => role.Title()))}.", "Business owner", true),
        new("of", "Key of the integration; of the target for a system owner.", "hr-sync", true),
        new("mail", "Mail address of the person to be asked; “none” ends what is held. Whoever holds it already is not asked again.", "someone@example.com", true),
        new("deputy_mail", "Mail address of who stands in; “none” takes the deputy away.", "somebody.else@example.com"),
        new("reason", "Why it ends; needed with “none”.", ""),
        new("integration", "In whose row of the matrix a system owner stands; may be left out.", ""),
        .. new[] { "name", "kind", "environment", "status", "standing", "owner", "deputy", "state", "accepted_at", "confirmed_at", "confirm_by", "waiting_for", "gap", "criticality", "reached_by", "accountable", "due", "overdue", "in_gap" }
            .Select(exported => new ImportColumn(exported, "", "") { PassedOver = true }),
    ];

    public string KeyOf(ImportLine line)
    {
        if (line["of"].Length == 0)
            return "";
        var cell = $"{Role(line)?.Token() ?? line["role"]}:{line["of"]}";
        // An export repeats a target in every row that reaches it.
        return Role(line) == OwnerRole.SystemOwner && line["integration"].Length > 0 ? $"{cell} ({line["integration"]})" : cell;
    }

    public async Task<IReadOnlyList<RowVerdict>> JudgeAsync(Work run, IReadOnlyList<ImportLine> lines, CancellationToken cancellation)
    {
        var named = await OwnersNamed.ReadAsync(run, lines, cancellation);
        var read = lines.Select(line => Read(line, named)).ToList();
        var plan = new Queue<CellLine>(await AssignmentPlan.MakeAsync(
            run.Db, run.Actor, [.. read.Where(row => row.Cell is not null).Select(row => (row.Cell!, row.Wish))], run.Now, cancellation));
        var first = new Dictionary<OwnerCell, (int Number, Assignment Wish)>();
        return [.. lines.Zip(read, (line, row) => row.Cell is null ? RowVerdict.Refused(row.Fault!) : Judge(run, line, plan.Dequeue(), first, named))];
    }

    private static RowVerdict Judge(Work run, ImportLine line, CellLine cell, Dictionary<OwnerCell, (int Number, Assignment Wish)> first, OwnersNamed named)
    {
        if (cell.Refusal is { } refusal)
            return RowVerdict.Refused(refusal.Sentence);
        if (cell.Step == AssignmentStep.Nothing)
            return RowVerdict.Unchanged;
        if (first.TryGetValue(cell.Cell, out var earlier))
            return earlier.Wish == cell.Wish ? RowVerdict.Unchanged : RowVerdict.Refused($"Row {earlier.Number:N0} wants somebody else as {cell.Cell.Role.InSentence()} of {cell.Thing!.Key}.");
        first[cell.Cell] = (line.Number, cell.Wish);
        return new(cell.Holder is null && cell.Nominee is null ? ImportOutcome.Created : ImportOutcome.Changed, Changes(cell, named))
        {
            CarryOut = stop => run.CarryOutAsync([cell], line["reason"], stop),
        };
    }

    private static List<FieldChange> Changes(CellLine cell, OwnersNamed named)
    {
        List<FieldChange> changes = [];
        var deputy = named.DeputyMail(cell.Cell);
        if (cell.Step == AssignmentStep.Ask)
            changes.Add(new("asked_to_own", cell.HolderPerson?.Mail, cell.Owner!.Mail));
        if (cell.Step == AssignmentStep.End)
            changes.Add(new("owner", cell.HolderPerson?.Mail, null));
        if (cell is { Step: AssignmentStep.Ask, NomineePerson: { } nominee })
            changes.Add(new("no_longer_asked", nominee.Mail, null));
        if (cell.Step == AssignmentStep.NameDeputy || cell.Deputy is not null)
            changes.Add(new("deputy", deputy, cell.Deputy?.Mail));
        return changes;
    }

    /// <summary>Which cell the row is about and what it wants there; a fault when it does not say.</summary>
    private static (OwnerCell? Cell, Assignment Wish, string? Fault) Read(ImportLine line, OwnersNamed named)
    {
        (OwnerCell?, Assignment, string?) Bad(string fault) => (null, new(), fault);
        if (Role(line) is not { } role)
            return Bad($"The role “{line["role"]}” is none of {string.Join(", ", Enum.GetValues<OwnerRole>().Select(known => known.Title()))}.");
        if (named.Cell(role, line["of"]) is not { } cell)
            return Bad(line["of"].Length == 0 ? "It does not say of what: “of” is empty." : $"There is no {(role == OwnerRole.SystemOwner ? "target" : "integration")} “{line["of"]}” for you.");
        var (holder, mail, standIn) = (named.Holder(cell), line["mail"], line["deputy_mail"]);
        if (IsNone(mail))
            return holder is null ? (cell, new(), null)
                : line["reason"].Length is < ShortestReason or > Text.Reason ? Bad($"Say in the column “reason” why it ends, in {ShortestReason} to {Text.Reason:N0} characters.")
                : (cell, new() { Nobody = true }, null);
        // Whoever stands there is not asked again by a file that only says so; a lapsed ownership is renewed on the page.
        var stays = mail.Length == 0 || string.Equals(mail, holder?.Mail, StringComparison.OrdinalIgnoreCase);
        var owner = stays ? null : named.Person(mail);
        if (!stays && owner is null)
            return Bad($"The portal knows nobody called “{mail}”.");
        if (standIn.Length == 0 || (stays && string.Equals(standIn, holder?.DeputyMail, StringComparison.OrdinalIgnoreCase)))
            return (cell, new() { Owner = owner?.Id }, null);
        if (IsNone(standIn))
            return (cell, stays && holder is not { Holds: true, DeputyId: not null } ? new() : new() { Owner = owner?.Id, NoDeputy = true }, null);
        return named.Person(standIn) is { } deputy ? (cell, new() { Owner = owner?.Id, Deputy = deputy.Id }, null) : Bad($"The portal knows nobody called “{standIn}”.");
    }

    private static bool IsNone(string text) => string.Equals(text, "none", StringComparison.OrdinalIgnoreCase);

    private static OwnerRole? Role(ImportLine line)
    {
        foreach (var role in Enum.GetValues<OwnerRole>())
            if (string.Equals(line["role"], role.Title(), StringComparison.OrdinalIgnoreCase) || string.Equals(line["role"], role.Token(), StringComparison.OrdinalIgnoreCase))
                return role;
        return null;
    }
}
