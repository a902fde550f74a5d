using Microsoft.EntityFrameworkCore;
using NhiPortal.Data;
using NhiPortal.Domain;
using NhiPortal.Domain.People;

namespace NhiPortal.Features.People;

/// <summary>Carries out a batch of a sync's changes: each person, the audit event that tells of it, and what hangs on them.</summary>
internal static class PersonChanges
{
    public static async Task<Result<Done>> ApplyAsync(this Work run, ReadPeople read, IReadOnlyList<PersonChange> batch, CancellationToken cancellation)
    {
        var ids = batch.Select(change => change.ObjectId).Concat(batch.Select(change => change.Entry?.Manager).OfType<string>()).Distinct(StringComparer.OrdinalIgnoreCase).ToList();
        var people = await run.Db.People.IgnoreAutoIncludes().Where(p => ids.Contains(p.ObjectId)).ToDictionaryAsync(p => p.ObjectId, StringComparer.OrdinalIgnoreCase, cancellation);
        var stirred = new StirredPeople();
        foreach (var change in batch)
        {
            var entry = change.Entry;
            // Whoever signed in for the first time since the reading is known by now; whoever is not may have been removed.
            if (!people.TryGetValue(change.ObjectId, out var person))
            {
                if (entry is null)
                    continue;
                person = Person.Create(read.Tenant, entry.ObjectId, entry.Name, entry.Mail, run.Now, external: entry.External);
                people.Add(entry.ObjectId, person);
                run.Db.People.Add(person);
            }

            var before = Facts(person);
            var (was, wasExternal) = (person.Status, person.External);
            var renewed = Renew(run, person, entry, read.Source, people);
            if (change.Kind == PersonChangeKind.Created && change.Known is null && run.Db.Entry(person).State == EntityState.Added)
                run.Record(About(person, "person.created", $"The directory knows {person.Name}; they belong here now.") with { After = Facts(person) });
            else if (renewed)
                run.Record(About(person, Kind(was, person.Status), Sentence(person, was)) with { Before = before, After = Facts(person) });
            stirred.Note(person, was, wasExternal);
        }

        await run.StirAsync(stirred, cancellation);
        return default(Done);
    }

    private static bool Renew(Work run, Person person, DirectoryEntry? entry, string source, Dictionary<string, Person> people)
    {
        var status = entry is null ? PersonStatus.Left : entry.Enabled ? PersonStatus.Active : PersonStatus.Disabled;
        var changed = person.SetStatus(status, run.Now);
        if (entry is null)
            return changed;
        changed |= person.VouchedForBy(source);
        changed |= person.Describe(entry.Name, entry.Mail);
        changed |= person.Classify(entry.External);
        return person.Reports(entry.Manager is { } manager ? people.GetValueOrDefault(manager)?.Id : null) || changed;
    }

    private static string Kind(PersonStatus was, PersonStatus now) => now == was ? "person.changed" : now switch
    {
        PersonStatus.Active => "person.returned",
        PersonStatus.Disabled => "person.disabled",
        _ => "person.left",
    };

    private static string Sentence(Person person, PersonStatus was) => person.Status == was
        ? $"The directory describes {person.Name} differently."
        : person.Status switch
        {
            PersonStatus.Active => $"The directory says that {person.Name} is back; what they own and confirmed in time holds again.",
            PersonStatus.Disabled => $"The directory says that {person.Name} is disabled; what they owned lapses now.",
            _ => $"The directory says that {person.Name} has left; what they owned lapses now.",
        };

    private static AuditNote About(Person person, string kind, string sentence) => new(kind, sentence) { Tenant = person.TenantId, Person = Work.Thing(person) };

    private static Dictionary<string, string?> Facts(Person person) => new()
    {
        ["status"] = person.Status.ToString(),
        ["name"] = person.Name,
        ["mail"] = person.Mail,
        ["manager"] = person.ManagerId?.ToString(),
        ["external"] = person.External ? "true" : null,
        ["source"] = person.Source,
    };
}
