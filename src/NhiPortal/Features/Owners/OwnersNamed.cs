using Microsoft.EntityFrameworkCore;
using NhiPortal.Data;
using NhiPortal.Domain;
using NhiPortal.Domain.Owners;
using NhiPortal.Domain.People;
using NhiPortal.Features.Imports;

namespace NhiPortal.Features.Owners;

/// <summary>Everything that rows of a file about owners name and the actor may see.</summary>
internal sealed class OwnersNamed(
    IReadOnlyDictionary<string, IntegrationId> integrations, IReadOnlyDictionary<string, TargetId> targets, IReadOnlyDictionary<string, Person> people, OpenOwners open)
{
    public OwnerCell? Cell(OwnerRole role, string of) => role == OwnerRole.SystemOwner
        ? targets.TryGetValue(of, out var target) ? new(role, null, target) : null
        : integrations.TryGetValue(of, out var integration) ? new(role, integration, null) : null;

    public OwnerView? Holder(OwnerCell cell) => open.Cell(cell, "").Holder;

    /// <summary>Who stands in now, for the holder or else for whoever is asked.</summary>
    public string? DeputyMail(OwnerCell cell) => open.Cell(cell, "") is var view ? (view.Holder ?? view.Nominee)?.DeputyMail : null;

    public Person? Person(string mail) => people.GetValueOrDefault(mail);

    public static async Task<OwnersNamed> ReadAsync(Work run, IReadOnlyList<ImportLine> lines, CancellationToken cancellation)
    {
        var keys = lines.Select(line => line["of"]).Distinct(StringComparer.Ordinal).ToList();
        var mails = lines.SelectMany(line => new[] { line["mail"], line["deputy_mail"] }).Where(mail => mail.Length is > 0 and <= Text.Mail).Distinct(StringComparer.OrdinalIgnoreCase).ToList();
        var integrations = await run.Db.Integrations.AsNoTracking().To(run.Actor, run.Db).Where(i => keys.Contains(i.Key)).ToDictionaryAsync(i => i.Key, i => i.Id, cancellation);
        var targets = await run.Db.Targets.AsNoTracking().To(run.Actor, run.Db).Where(t => keys.Contains(t.Key)).ToDictionaryAsync(t => t.Key, t => t.Id, cancellation);
        var people = await run.Db.People.AsNoTracking().IgnoreAutoIncludes().Where(p => mails.Contains(p.Mail)).ToListAsync(cancellation);
        return new(integrations, targets,
            // Of two with one address, whoever still works here.
            people.OrderByDescending(person => person.Active).DistinctBy(person => person.Mail, StringComparer.OrdinalIgnoreCase).ToDictionary(person => person.Mail, StringComparer.OrdinalIgnoreCase),
            await run.Db.OpenOwnersAsync([.. integrations.Values], [.. targets.Values], run.Now, cancellation));
    }
}
