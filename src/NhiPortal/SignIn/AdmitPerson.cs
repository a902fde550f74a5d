using System.Diagnostics;
using Microsoft.EntityFrameworkCore;
using NhiPortal.Data;
using NhiPortal.Domain;
using NhiPortal.Domain.People;
using NhiPortal.Domain.Reminders;
using NhiPortal.Domain.Tenants;

namespace NhiPortal.SignIn;

/// <summary>Lets a person in, whom the directory vouches for: known and active, or seen for the first time and given a tenant.</summary>
public sealed class AdmitPerson(UnitOfWork work)
{
    public const string Attempt = "person.sign_in";
    public const string HomeTenant = "home";

    public Task<Result<Person>> RunAsync(DirectoryWord word, string? clientAddress, CancellationToken cancellation) =>
        work.RunAsync(Actor.Rule("sign-in") with { ClientAddress = clientAddress, TraceId = Activity.Current?.TraceId.ToString() }, Attempt, async run =>
        {
            run.About = run.About with { Facts = Facts(word) };
            var person = await run.Db.People.SingleOrDefaultAsync(p => p.ObjectId == word.ObjectId, cancellation);
            if (person is { Active: false })
            {
                run.About = run.About with { Person = Work.Thing(person), Tenant = person.TenantId };
                return Closed(person);
            }

            if (person is null)
            {
                if (await TenantOfAsync(run.Db, word, cancellation) is not { } tenant)
                    return new Refusal("unknown_directory", "Your directory does not belong to a tenant of this portal.");
                person = Person.Create(tenant.Id, word.ObjectId, word.KeptName, word.KeptMail, run.Now);
                run.Db.People.Add(person);
                run.Record(About(person, "person.first_seen", $"{person.Name} signed in for the first time and belongs to {tenant.Name}.", word));
            }
            else if (word.Method == EntraSignIn.Method)
            {
                Refresh(run, person, word);
            }

            await SeeRolesAsync(run, person, word, cancellation);
            if (person.FindReachable())
                run.Record(About(person, "person.reachable", $"{person.Name} came to the portal themselves, so they count as reachable again.", word));
            // The person acts from here on; the rule only found out who they are.
            var actor = run.Actor with { Kind = ActorKind.Person, Id = person.Id.Value, Name = person.Name };
            run.Db.AuditEvents.Add(Domain.Audit.AuditEvent.Of(Work.Body(About(person, "person.signed_in", $"{person.Name} signed in.", word) with { Person = null }, actor, run.Now)));
            return Result.Ok(person);
        }, cancellation);

    /// <summary>Remembers whom reminders for a role go to.</summary>
    private static async Task SeeRolesAsync(Work run, Person person, DirectoryWord word, CancellationToken cancellation)
    {
        var known = await run.Db.SeenRoles.Where(seen => seen.PersonId == person.Id).ToListAsync(cancellation);
        run.Db.SeenRoles.RemoveRange(known.Where(seen => !word.Roles.Contains(seen.Role)));
        foreach (var role in word.Roles.Distinct())
            if (known.Find(seen => seen.Role == role) is { } seen)
                seen.Again(run.Now);
            else
                run.Db.SeenRoles.Add(SeenRole.Of(person.Id, role, run.Now));
    }

    private static void Refresh(Work run, Person person, DirectoryWord word)
    {
        var before = new Dictionary<string, string?> { ["name"] = person.Name, ["mail"] = person.Mail };
        if (!person.Describe(word.KeptName, word.KeptMail))
            return;
        run.Record(About(person, "person.refreshed", $"The directory now calls them {person.Name}.", word) with
        {
            Before = before,
            After = new Dictionary<string, string?> { ["name"] = person.Name, ["mail"] = person.Mail },
        });
    }

    private static async Task<Tenant?> TenantOfAsync(PortalDb db, DirectoryWord word, CancellationToken cancellation)
    {
        if (word.DirectoryId is { } directory && await db.Tenants.FirstOrDefaultAsync(t => t.DirectoryId == directory, cancellation) is { } own)
            return own;
        var tenants = await db.Tenants.OrderBy(t => t.Key == HomeTenant ? 0 : 1).Take(2).ToListAsync(cancellation);
        return tenants.Count == 1 || tenants.FirstOrDefault()?.Key == HomeTenant ? tenants[0] : null;
    }

    private static Refusal Closed(Person person) => person.Status == PersonStatus.Left
        ? new("person_left", "This account is closed: the portal knows you as having left.")
        : new("person_disabled", "This account is disabled in the portal.");

    private static AuditNote About(Person person, string kind, string sentence, DirectoryWord word) =>
        new(kind, sentence) { Tenant = person.TenantId, Person = Work.Thing(person), Facts = Facts(word) };

    private static Dictionary<string, string?> Facts(DirectoryWord word) => new()
    {
        ["method"] = word.Method,
        ["object_id"] = word.ObjectId,
        ["directory"] = word.DirectoryId,
        ["proved_at"] = word.ProvedAt?.ToString("o"),
        ["roles"] = word.Roles.Count == 0 ? null : string.Join(' ', word.Roles),
    };
}
