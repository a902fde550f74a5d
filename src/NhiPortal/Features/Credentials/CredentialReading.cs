using System.Globalization;
using Microsoft.EntityFrameworkCore;
using NhiPortal.Data;
using NhiPortal.Domain;
using NhiPortal.Domain.Credentials;
using NhiPortal.Domain.Integrations;
using NhiPortal.Domain.People;
using NhiPortal.Domain.Targets;

namespace NhiPortal.Features.Credentials;

/// <summary>Reads drafts of credentials against what the portal knows of the things they name.</summary>
internal sealed class CredentialReading
{
    private readonly ILookup<string, TargetSystem> targets;
    private readonly ILookup<(IntegrationId, string), WorkloadIdentity> identities;
    private readonly ILookup<string, Person> people;
    private readonly DateTimeOffset now;

    private CredentialReading(IEnumerable<TargetSystem> targets, IEnumerable<WorkloadIdentity> identities, IEnumerable<Person> people, DateTimeOffset now)
    {
        this.targets = targets.ToLookup(target => target.Key, StringComparer.Ordinal);
        this.identities = identities.ToLookup(identity => (identity.IntegrationId, identity.Subject));
        this.people = people.ToLookup(person => person.Mail, StringComparer.OrdinalIgnoreCase);
        this.now = now;
    }

    public static async Task<CredentialReading> ForAsync(Work run, IReadOnlyCollection<CredentialDraft> drafts, IReadOnlyList<IntegrationId> integrations, CancellationToken cancellation)
    {
        var keys = Named(drafts.Select(draft => draft.Target));
        var mails = Named(drafts.Select(draft => draft.BackupOwner));
        return new(
            keys.Count == 0 ? [] : await run.Db.Targets.AsNoTracking().Where(t => keys.Contains(t.Key)).ToListAsync(cancellation),
            await run.Db.Workloads.AsNoTracking().Where(w => integrations.Contains(w.IntegrationId) && w.RetiredAt == null).ToListAsync(cancellation),
            mails.Count == 0 ? [] : await run.Db.People.AsNoTracking().Where(p => mails.Contains(p.Mail)).ToListAsync(cancellation),
            run.Now);
    }

    public Result<CredentialDescription> Of(CredentialDraft draft, Integration holder)
    {
        if (!Enum.TryParse<CredentialKind>(draft.Kind.Replace(" ", "", StringComparison.Ordinal).Replace("_", "", StringComparison.Ordinal), true, out var kind) || !Enum.IsDefined(kind))
            return new Refusal("unknown_kind", $"The kind must be one of {string.Join(", ", Enum.GetNames<CredentialKind>())}.");
        var (issued, expires, rotated) = (Day(draft.Issued), Day(draft.Expires, true), Day(draft.LastRotated));
        if (issued is null || expires is null || rotated is null)
            return new Refusal("not_a_day", "Days are written as 2026-11-28; an end that nobody has set is left empty.");
        var target = Given(draft.Target) is { } key ? targets[key].FirstOrDefault(found => found.TenantId == holder.TenantId) : null;
        if (target is null && Given(draft.Target) is not null)
            return new Refusal("unknown_target", "There is no target of that key in the integration's tenant.");
        var identity = Given(draft.Identity) is { } subject ? identities[(holder.Id, subject)].FirstOrDefault() : null;
        if (identity is null && Given(draft.Identity) is not null)
            return new Refusal("unknown_identity", "The integration has no live identity of that subject.");
        var backup = Given(draft.BackupOwner) is { } mail ? people[mail].FirstOrDefault(person => person is { Active: true, External: false } && person.BelongsTo(holder.TenantId)) : null;
        if (backup is null && Given(draft.BackupOwner) is not null)
            return new Refusal("unknown_backup", "The backup owner must be an active person of your own in this tenant, by mail address.");
        return new CredentialDescription(kind, draft.Label, draft.KeptIn, issued.Value.At ?? now, expires.Value.At ?? Credential.Never)
        {
            LastRotatedAt = rotated.Value.At,
            Target = target?.Id,
            Workload = identity?.Id,
            Shared = draft.Shared,
            BackupOwner = backup?.Id,
        }.Checked(now);
    }

    public static string? Text(DateTimeOffset? day) => day is null || day == Credential.Never ? null : day.Value.UtcDateTime.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    /// <summary>Nothing at all where it is no day; a day's end is its last moment for what expires.</summary>
    private static (DateTimeOffset? At, bool Read)? Day(string? text, bool end = false)
    {
        if (Given(text) is not { } said)
            return (null, true);
        return DateOnly.TryParseExact(said, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day) && day.Year is > 1970 and < 9999
            ? (new DateTimeOffset(day.ToDateTime(end ? new TimeOnly(23, 59, 59) : TimeOnly.MinValue), TimeSpan.Zero), true)
            : null;
    }

    private static string? Given(string? text) => text?.Trim() is { Length: > 0 } said && said is not (CredentialDraft.None or CredentialDraft.Never) ? said : null;

    private static List<string> Named(IEnumerable<string?> names) => [.. names.Select(Given).OfType<string>().Where(name => name.Length <= Domain.Text.Resource).Distinct(StringComparer.Ordinal)];
}
