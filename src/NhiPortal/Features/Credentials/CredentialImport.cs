using Microsoft.EntityFrameworkCore;
using NhiPortal.Data;
using NhiPortal.Domain;
using NhiPortal.Domain.Credentials;
using NhiPortal.Domain.Integrations;
using NhiPortal.Features.Imports;
using NhiPortal.SignIn;

namespace NhiPortal.Features.Credentials;

/// <summary>Credentials from a file: unknown names are entered, known ones changed where a cell says something else. A cell that looks like a secret refuses its row.</summary>
public sealed class CredentialImport : IImportKind
{
    public string Name => "credentials";

    public Permission Needed => Permission.ManageCredentials;

    public IReadOnlyList<ImportColumn> Columns { get; } =
    [
        new("integration", "Key of the integration that holds it.", "hr-sync", true),
        new("label", "What people call it. A name the integration has already changes that credential.", "Directory reader secret", true),
        new("kind", $"One of {string.Join(", ", Enum.GetNames<CredentialKind>())}.", "ClientSecret", true),
        new("kept_in", "Where it is kept; never the secret itself.", "kv-prod/hr-sync", true),
        new("target", "Key of the target it opens; “none” takes it away.", "corp-directory"),
        new("identity", "Subject of the workload identity it proves; “none” takes it away.", ""),
        new("issued", "Day it was issued; today if left out.", "2026-03-02"),
        new("expires", "Day it ends; “never” where nobody has set one, as if left out.", "2026-12-31"),
        new("last_rotated", "Day it was last renewed.", ""),
        new("shared", "yes where several people or programs hold it.", "no"),
        new("backup_owner", "Mail address of whoever can renew it when its owner is away; “none” takes it away.", "someone@example.com"),
        new("another", $"Why it is none of those the integration ended in the last {CredentialReturns.Days} days; left empty, the clock of the oldest of them goes on.", ""),
        new("id", "", "") { PassedOver = true },
        new("status", "", "") { PassedOver = true },
        new("due", "", "") { PassedOver = true },
        new("last_used", "", "") { PassedOver = true },
        new("last_used_from", "", "") { PassedOver = true },
        new("long_lived", "", "") { PassedOver = true },
        new("scheduled_by", "", "") { PassedOver = true },
        new("iam_owner", "", "") { PassedOver = true },
    ];

    public string KeyOf(ImportLine line) => $"{line["integration"]} {line["label"]}";

    public bool HoldsSecret(ImportLine line) => line.Cells.Any(SecretLooks.IsOne);

    public async Task<IReadOnlyList<RowVerdict>> JudgeAsync(Work run, IReadOnlyList<ImportLine> lines, CancellationToken cancellation)
    {
        var keys = lines.Select(line => line["integration"]).Distinct(StringComparer.Ordinal).ToList();
        var holders = await run.Db.Integrations.AsNoTracking().To(run.Actor, run.Db).Where(i => keys.Contains(i.Key)).ToDictionaryAsync(i => i.Key, StringComparer.Ordinal, cancellation);
        var ids = holders.Values.Select(holder => holder.Id).ToList();
        var known = (await run.Db.ToPlan(run.Db.Credentials.Where(c => ids.Contains(c.IntegrationId) && c.Status == CredentialStatus.Active)).ToListAsync(cancellation))
            .ToLookup(row => (row.Credential.IntegrationId, row.Credential.Label));
        var drafts = lines.Select(line => Draft(line, holders.GetValueOrDefault(line["integration"]) is { } holder ? known[(holder.Id, line["label"])].FirstOrDefault()?.Credential : null)).ToList();
        var reading = await CredentialReading.ForAsync(run, drafts, ids, cancellation);
        var returns = await CredentialReturns.ForAsync(run, ids, cancellation);
        return [.. lines.Zip(drafts, (line, draft) => Judge(run, reading, returns, draft, holders.GetValueOrDefault(line["integration"]), key => [.. known[key].Select(row => row.Credential)]))];
    }

    private static RowVerdict Judge(Work run, CredentialReading reading, CredentialReturns returns, CredentialDraft draft, Integration? holder, Func<(IntegrationId, string), IReadOnlyList<Credential>> known)
    {
        if (holder is null || holder.Status == IntegrationStatus.Retired)
            return RowVerdict.Refused(holder is null ? "There is no such integration for you." : $"{holder.Key} is retired; nothing is entered for it any more.");
        var read = reading.Of(draft, holder);
        if (!read.Succeeded)
            return RowVerdict.Refused(read.Refusal.Sentence);
        var same = known((holder.Id, read.Value.Label));
        if (same.Count > 1)
            return RowVerdict.Refused("Several credentials of the integration bear this name. Change them one by one.");
        var earlier = returns.Of(holder, read.Value, draft.Another);
        if (same.Count == 0 && !earlier.Succeeded)
            return RowVerdict.Refused(earlier.Refusal.Sentence);
        if (same is not [var credential])
            return new(ImportOutcome.Created, [.. Told(read.Value, draft).Append(new("goes_on_from", earlier.Value.Before?.Label)).Where(pair => pair.Value is not null).Select(pair => new FieldChange(pair.Key, null, pair.Value))])
            {
                CarryOut = _ =>
                {
                    run.Enter(holder, read.Value, earlier.Value);
                    return Task.CompletedTask;
                },
            };
        var said = CredentialDays.Keep(read.Value, credential) with
        {
            Target = draft.Target is null ? credential.TargetId : read.Value.Target,
            Workload = draft.Identity is null ? credential.WorkloadId : read.Value.Workload,
            BackupOwner = draft.BackupOwner is null ? credential.BackupOwnerId : read.Value.BackupOwner,
        };
        if (said == credential.Description)
            return RowVerdict.Unchanged;
        var (before, after) = (Told(credential.Description, null), Told(said, null));
        return new(ImportOutcome.Changed, [.. after.Where(pair => before[pair.Key] != pair.Value).Select(pair => new FieldChange(pair.Key, before[pair.Key], pair.Value))])
        {
            CarryOut = _ =>
            {
                run.Redescribe(credential, said, new AuditNote("", "")
                {
                    Tenant = holder.TenantId, Integration = Work.Thing(holder), Facts = new Dictionary<string, string?> { ["credential"] = credential.Id.ToString() },
                });
                credential.PlanAgain();
                return Task.CompletedTask;
            },
        };
    }

    /// <summary>The row as a draft; cells left empty leave what is there.</summary>
    private static CredentialDraft Draft(ImportLine line, Credential? known)
    {
        string? Cell(string column, string? otherwise) => line[column].Length > 0 ? line[column] : otherwise;
        return new()
        {
            Integration = line["integration"],
            Label = line["label"],
            Kind = line["kind"],
            KeptIn = line["kept_in"],
            Target = Cell("target", null),
            Identity = Cell("identity", null),
            Issued = Cell("issued", CredentialReading.Text(known?.IssuedAt)),
            Expires = Cell("expires", CredentialReading.Text(known?.ExpiresAt)),
            LastRotated = Cell("last_rotated", CredentialReading.Text(known?.LastRotatedAt)),
            Shared = line["shared"].Length > 0 ? line["shared"].ToLowerInvariant() is "yes" or "true" or "1" : known?.Shared ?? false,
            BackupOwner = Cell("backup_owner", null),
            Another = Cell("another", null),
        };
    }

    private static Dictionary<string, string?> Told(CredentialDescription said, CredentialDraft? draft) => new()
    {
        ["kind"] = said.Kind.ToString(),
        ["kept_in"] = said.KeptIn,
        ["target"] = draft?.Target ?? said.Target?.ToString(),
        ["identity"] = draft?.Identity ?? said.Workload?.ToString(),
        ["issued"] = CredentialReading.Text(said.IssuedAt),
        ["expires"] = CredentialReading.Text(said.ExpiresAt) ?? CredentialDraft.Never,
        ["last_rotated"] = CredentialReading.Text(said.LastRotatedAt),
        ["shared"] = said.Shared ? "yes" : null,
        ["backup_owner"] = draft?.BackupOwner ?? said.BackupOwner?.ToString(),
    };
}
