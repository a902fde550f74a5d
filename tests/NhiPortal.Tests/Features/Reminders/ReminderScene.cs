using Microsoft.EntityFrameworkCore;
using NhiPortal.Data;
using NhiPortal.Domain;
using NhiPortal.Domain.People;
using NhiPortal.Domain.Reminders;
using NhiPortal.Features.Reminders;
using NhiPortal.Notifications;
using NhiPortal.SignIn;

namespace NhiPortal.Tests.Features.Reminders;

/// <summary>The small organisation with a mail server, and shorthand for what reminders are about.</summary>
internal sealed class ReminderScene(TestPortal portal, SmallOrganisation org, PostOffice office) : IAsyncDisposable
{
    public TestPortal Portal => portal;

    public SmallOrganisation Org => org;

    public PostOffice Office => office;

    public static async Task<ReminderScene> SetAsync(MailTls offered = MailTls.StartTls, Func<MailSettings, MailSettings>? set = null)
    {
        var office = PostOffice.Open(offered);
        var portal = await TestPortal.StartAsync(settings => settings with { Mail = (set ?? (mail => mail))(office.Settings), PublicAddress = new Uri("https://nhi.example") });
        return new(portal, await SmallOrganisation.CreateAsync(portal), office);
    }

    public Task<int> RaiseAsync() => portal.Get<RaiseReminders>().RunAsync(true, Stop);

    public Task<int> DigestAsync() => portal.Get<WriteDigests>().RunAsync(Stop);

    public Task<int> SendAsync() => portal.Get<SendLetters>().RunAsync(Stop);

    /// <summary>The next digest hour of people who have chosen nothing, and what it brings.</summary>
    public async Task<int> NextMorningAsync()
    {
        portal.Time.SetUtcNow(new DateTimeOffset(portal.Now.Date.AddDays(1).AddHours(7), TimeSpan.Zero));
        await RaiseAsync();
        return await DigestAsync();
    }

    public async Task<IReadOnlyList<Notice>> NoticesAsync(Person? of = null)
    {
        await using var db = portal.Db();
        return await db.Notices.AsNoTracking().Where(n => of == null || n.PersonId == of.Id).OrderBy(n => n.Id).ToListAsync(Stop);
    }

    public async Task<IReadOnlyList<Letter>> LettersAsync()
    {
        await using var db = portal.Db();
        return await db.Letters.AsNoTracking().OrderBy(l => l.Id).ToListAsync(Stop);
    }

    public async Task<Person> PersonAsync(Person known)
    {
        await using var db = portal.Db();
        return await db.People.AsNoTracking().SingleAsync(p => p.Id == known.Id, Stop);
    }

    public Task SignInAsync(Person person, params Role[] roles) => new AdmitPerson(portal.Get<UnitOfWork>()).RunAsync(
        new DirectoryWord { ObjectId = person.ObjectId, Name = person.Name, Mail = person.Mail, Roles = roles, Method = "test" }, null, Stop);

    public Task<Result<Done>> ChooseAsync(Person person, ReminderWishes wishes) => portal.Get<SaveReminderChoices>().RunAsync(SmallOrganisation.As(person), wishes, Stop);

    public Task RenameAsync(Person person, string name, string mail) => portal.ArrangeAsync(db => db.People.Single(p => p.Id == person.Id).Describe(name, mail));

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public async ValueTask DisposeAsync()
    {
        await portal.DisposeAsync();
        await office.DisposeAsync();
    }
}
