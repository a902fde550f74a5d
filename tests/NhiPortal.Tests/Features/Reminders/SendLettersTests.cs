using Microsoft.EntityFrameworkCore;
using NhiPortal.Domain;
using NhiPortal.Domain.Findings;
using NhiPortal.Domain.Reminders;
using NhiPortal.Features.Findings;
using NhiPortal.Features.Reminders;
using NhiPortal.Notifications;
using SmtpServer.Protocol;
using static NhiPortal.Tests.SmallOrganisation;

namespace NhiPortal.Tests.Features.Reminders;

/// <summary>Letters through a real mail server: they arrive, they are refused, the server fails, an instance dies.</summary>
public sealed class SendLettersTests
{
    private const string Sam = "sam@home.example", Ian = "ian@home.example";

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(MailTls.StartTls)]
    [InlineData(MailTls.Implicit)]
    public async Task Asked_ArrivesEncryptedAndSignedIn_AndLeadsToTheRequest(MailTls tls)
    {
        await using var scene = await ReminderScene.SetAsync(tls);
        var request = await scene.Org.AskAsync();
        await scene.RaiseAsync();
        Assert.Equal(2, await scene.SendAsync());
        Assert.Equal(0, await scene.SendAsync());
        Assert.Equal([Ian, Sam], scene.Office.Delivered.Select(letter => letter.To).Order(StringComparer.Ordinal));
        Assert.All(scene.Office.Delivered, letter =>
        {
            Assert.Equal((true, "nhiportal", "portal@nhi.example"), (letter.Encrypted, letter.User, letter.From));
            Assert.Equal("Decide: Add u123 to Domain Admins on corp-directory", letter.Message.Subject);
            Assert.Contains($"https://nhi.example/inbox/{request}", letter.Message.TextBody, StringComparison.Ordinal);
            Assert.Contains($"https://nhi.example/inbox/{request}", letter.Message.HtmlBody, StringComparison.Ordinal);
            Assert.Equal("auto-generated", letter.Message.Headers["Auto-Submitted"]);
            Assert.DoesNotContain("<img", letter.Message.HtmlBody, StringComparison.OrdinalIgnoreCase);
        });
        Assert.All(await scene.LettersAsync(), letter => Assert.Equal(LetterState.Sent, letter.State));
    }

    [Fact]
    public async Task MailboxUnknown_MakesThePersonUnreachable_UntilTheyComeThemselves()
    {
        await using var scene = await ReminderScene.SetAsync();
        await scene.Portal.Get<EvaluateFindings>().RunAsync(Stop);
        await scene.Portal.Get<FollowChanges>().RunAsync(Stop);
        scene.Office.Refusals[Sam] = new(SmtpReplyCode.MailboxUnavailable, "5.1.1 No such user");
        await scene.Org.AskAsync();
        await scene.RaiseAsync();
        await scene.SendAsync();
        Assert.NotNull((await scene.PersonAsync(scene.Org.Sam)).UnreachableSince);
        Assert.Null((await scene.PersonAsync(scene.Org.Ian)).UnreachableSince);
        Assert.Equal(Ian, Assert.Single(scene.Office.Delivered).To);
        await scene.Portal.Get<FollowChanges>().RunAsync(Stop);
        Assert.Equal(FindingStatus.Open, await FindingAsync(scene));

        await scene.SignInAsync(scene.Org.Sam);
        Assert.Null((await scene.PersonAsync(scene.Org.Sam)).UnreachableSince);
        await scene.Portal.Get<FollowChanges>().RunAsync(Stop);
        Assert.Equal(FindingStatus.Closed, await FindingAsync(scene));
        await using var db = scene.Portal.Db();
        Assert.Equal(1, await db.AuditEvents.CountAsync(e => e.Kind == "person.unreachable", Stop));
        Assert.Equal(1, await db.AuditEvents.CountAsync(e => e.Kind == "person.reachable", Stop));
    }

    [Fact]
    public async Task MailboxBack_TheNextDigestArrives_AndClearsIt()
    {
        await using var scene = await ReminderScene.SetAsync();
        scene.Portal.Time.Advance(TimeSpan.FromDays(85));
        await scene.DigestAsync();
        scene.Office.Refusals[Sam] = new(SmtpReplyCode.MailboxUnavailable, "No such user");
        await scene.NextMorningAsync();
        await scene.SendAsync();
        Assert.NotNull((await scene.PersonAsync(scene.Org.Sam)).UnreachableSince);
        scene.Office.Refusals.Clear();
        await scene.NextMorningAsync();
        await scene.SendAsync();
        Assert.Null((await scene.PersonAsync(scene.Org.Sam)).UnreachableSince);
        Assert.Contains("Confirm", Assert.Single(scene.Office.Delivered, letter => letter.To == Sam).Message.Subject, StringComparison.Ordinal);
    }

    [Fact]
    public async Task AnotherAddressInTheDirectory_ClearsIt()
    {
        await using var scene = await ReminderScene.SetAsync();
        await scene.RenameAsync(scene.Org.Sam, "Sam", "not an address");
        await scene.Org.AskAsync();
        await scene.RaiseAsync();
        await scene.SendAsync();
        Assert.NotNull((await scene.PersonAsync(scene.Org.Sam)).UnreachableSince);
        await scene.RenameAsync(scene.Org.Sam, "Sam", "sam.b@home.example");
        Assert.Null((await scene.PersonAsync(scene.Org.Sam)).UnreachableSince);
    }

    [Fact]
    public async Task MailboxBusy_IsTriedAgainLater_AndNobodyIsToBlame()
    {
        await using var scene = await ReminderScene.SetAsync();
        scene.Office.Refusals[Sam] = new((SmtpReplyCode)450, "4.2.1 Mailbox busy");
        await NominateSamAsync(scene);
        Assert.Equal(1, await scene.SendAsync());
        var letter = Assert.Single(await scene.LettersAsync());
        Assert.Equal((LetterState.Waiting, 1, 450, scene.Portal.Now.AddMinutes(1)), (letter.State, letter.Tries, letter.Answer, letter.DueAt));
        Assert.Equal(0, await scene.SendAsync());
        scene.Portal.Time.Advance(TimeSpan.FromMinutes(1));
        Assert.Equal(1, await scene.SendAsync());
        scene.Office.Refusals.Clear();
        Assert.Null((await scene.PersonAsync(scene.Org.Sam)).UnreachableSince);
        scene.Portal.Time.Advance(TimeSpan.FromMinutes(2));
        Assert.Equal(1, await scene.SendAsync());
        Assert.Single(scene.Office.Delivered);
    }

    [Fact]
    public async Task MailboxBusyForDays_IsUnreachableInTheEnd()
    {
        await using var scene = await ReminderScene.SetAsync();
        scene.Office.Refusals[Sam] = new((SmtpReplyCode)450, "4.2.1 Mailbox busy");
        await NominateSamAsync(scene);
        for (var hours = 0; hours <= 76; hours += 4)
        {
            await scene.SendAsync();
            Assert.Equal(hours >= 72, (await scene.PersonAsync(scene.Org.Sam)).UnreachableSince is not null);
            scene.Portal.Time.Advance(TimeSpan.FromHours(4));
        }
    }

    [Fact]
    public async Task RelayDenied_IsOurServersTrouble()
    {
        await using var scene = await ReminderScene.SetAsync();
        scene.Office.Refusals[Sam] = scene.Office.Refusals[Ian] = new(SmtpReplyCode.MailboxUnavailable, "5.7.1 Relaying denied");
        await scene.Org.AskAsync();
        await scene.RaiseAsync();
        await scene.SendAsync();
        Assert.Null((await scene.PersonAsync(scene.Org.Sam)).UnreachableSince);
        Assert.Equal((2, "policy"), (await StandingAsync(scene)) is { } standing ? (standing.Waiting, standing.Fault) : default);
    }

    [Fact]
    public async Task LetterNotWanted_IsNobodysFault_AndToldAgainTheNextDay()
    {
        await using var scene = await ReminderScene.SetAsync();
        scene.Office.ContentAnswer = new(SmtpReplyCode.TransactionFailed, "Looks like spam");
        await NominateSamAsync(scene);
        await scene.SendAsync();
        Assert.Equal(LetterState.Failed, Assert.Single(await scene.LettersAsync()).State);
        Assert.Null((await scene.PersonAsync(scene.Org.Sam)).UnreachableSince);
        scene.Office.ContentAnswer = null;
        await scene.NextMorningAsync();
        await scene.SendAsync();
        Assert.Single(scene.Office.Delivered);
    }

    [Fact]
    public async Task WrongPassword_HoldsEveryLetter_UntilItIsRight()
    {
        await using var scene = await ReminderScene.SetAsync();
        scene.Office.Accepts = "another";
        await scene.Org.AskAsync();
        await scene.RaiseAsync();
        Assert.Equal(0, await scene.SendAsync());
        var standing = await StandingAsync(scene);
        Assert.Equal((scene.Portal.Now, "sign_in", 2, 0), (standing!.FailingSince, standing.Fault, standing.Waiting, standing.Unreachable));
        var tries = scene.Office.Tried.Count;
        await scene.SendAsync();
        Assert.Equal(tries, scene.Office.Tried.Count);

        scene.Office.Accepts = PostOffice.Password;
        scene.Portal.Time.Advance(TimeSpan.FromMinutes(2));
        Assert.Equal(2, await scene.SendAsync());
        Assert.Null((await StandingAsync(scene))!.FailingSince);
        await using var db = scene.Portal.Db();
        Assert.Equal(["mail.failing", "mail.working"], await db.AuditEvents.Where(e => e.Kind.StartsWith("mail.")).OrderBy(e => e.Id).Select(e => e.Kind).ToListAsync(Stop));
    }

    [Fact]
    public async Task UnknownAuthority_IsNotTrusted()
    {
        await using var scene = await ReminderScene.SetAsync(set: mail => mail with { AuthorityFile = null });
        await TroubleAsync(scene, "tls");
        Assert.Empty(scene.Office.Tried);
    }

    [Fact]
    public async Task AnotherHostsCertificate_IsNotTrusted()
    {
        await using var scene = await ReminderScene.SetAsync(set: mail => mail with { Host = "127.0.0.1" });
        await TroubleAsync(scene, "tls");
        Assert.Empty(scene.Office.Tried);
    }

    [Fact]
    public async Task NoEncryptionOffered_SendsNeitherLetterNorPassword()
    {
        await using var scene = await ReminderScene.SetAsync(MailTls.None);
        await TroubleAsync(scene, "tls");
        Assert.Empty(scene.Office.Tried);
    }

    [Fact]
    public async Task NobodyThere_IsTriedAgainWithPauses()
    {
        await using var scene = await ReminderScene.SetAsync(set: mail => mail with { Port = 1 });
        await TroubleAsync(scene, "connect");
        await using var db = scene.Portal.Db();
        Assert.Equal(scene.Portal.Now.AddMinutes(1), (await db.MailServers.SingleAsync(Stop)).NextTryAt);
    }

    [Fact]
    public async Task InstanceDiesBeforeItMarks_TheLetterComesAgainUnderTheSameId()
    {
        await using var scene = await ReminderScene.SetAsync();
        await NominateSamAsync(scene);
        using var dying = CancellationTokenSource.CreateLinkedTokenSource(Stop);
        scene.Office.OnDelivered = dying.Cancel;
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => scene.Portal.Second().Get<SendLetters>().RunAsync(dying.Token));
        scene.Office.OnDelivered = null;
        Assert.Equal(0, await scene.SendAsync());
        scene.Portal.Time.Advance(TimeSpan.FromMinutes(6));
        Assert.Equal(1, await scene.SendAsync());
        Assert.Equal(2, scene.Office.Delivered.Count);
        Assert.Single(scene.Office.Delivered.Select(letter => letter.Message.MessageId).Distinct());
        Assert.Equal(LetterState.Sent, Assert.Single(await scene.LettersAsync()).State);
    }

    [Fact]
    public async Task ManyInstances_SendEachLetterOnce()
    {
        await using var scene = await ReminderScene.SetAsync();
        for (var i = 0; i < 5; i++)
            await scene.Org.AskAsync(AddMember($"u{i}"));
        await scene.RaiseAsync();
        var instances = Enumerable.Range(0, 3).Select(_ => scene.Portal.Second()).ToList();
        await Task.WhenAll(instances.Select(instance => Task.Run(() => instance.Get<SendLetters>().RunAsync(Stop), Stop)));
        foreach (var instance in instances)
            await instance.DisposeAsync();
        Assert.Equal((await scene.LettersAsync()).Count, scene.Office.Delivered.Count);
        Assert.Equal(scene.Office.Delivered.Count, scene.Office.Delivered.Select(letter => letter.Message.MessageId).Distinct().Count());
    }

    [Fact]
    public async Task QuietHours_HoldALetterUntilTheyEnd()
    {
        await using var scene = await ReminderScene.SetAsync();
        // It is 09:00 UTC, 18:00 in Tokyo.
        await scene.ChooseAsync(scene.Org.Sam, new("Asia/Tokyo", 8, 17, 19, []));
        await NominateSamAsync(scene);
        Assert.Equal(0, await scene.SendAsync());
        scene.Portal.Time.Advance(TimeSpan.FromMinutes(60));
        Assert.Equal(1, await scene.SendAsync());
    }

    [Fact]
    public async Task NoSecret_InTheDatabase()
    {
        await using var scene = await ReminderScene.SetAsync();
        scene.Office.Accepts = "another";
        await scene.Org.AskAsync();
        await scene.RaiseAsync();
        await scene.SendAsync();
        foreach (var file in Directory.EnumerateFiles(scene.Portal.Folder, "nhiportal.db*"))
        {
            await using var read = new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
            using var bytes = new MemoryStream();
            await read.CopyToAsync(bytes, Stop);
            Assert.Equal(-1, bytes.ToArray().AsSpan().IndexOf("correct horse"u8));
        }
    }

    [Fact]
    public async Task TestMail_ArrivesOrSaysWhyNot()
    {
        await using var scene = await ReminderScene.SetAsync();
        Assert.Equal("staff@home.example", (await scene.Portal.Get<SendTestMail>().RunAsync(As(scene.Org.Staff, Role.Administrator), Stop)).Value);
        Assert.Equal("staff@home.example", Assert.Single(scene.Office.Delivered).To);
        scene.Office.Accepts = "another";
        Assert.Equal("mail_server", (await scene.Portal.Get<SendTestMail>().RunAsync(As(scene.Org.Staff, Role.Administrator), Stop)).Refusal?.Code);
    }

    private static async Task NominateSamAsync(ReminderScene scene)
    {
        await scene.Portal.Get<NominateOwner>().RunAsync(
            As(scene.Org.Staff, Role.IamStaff), new(Domain.Owners.OwnerRole.SystemOwner, null, scene.Org.Database.Id), scene.Org.Sam.Id, null, Stop);
        await scene.RaiseAsync();
        scene.Portal.Time.Advance(TimeSpan.FromMinutes(1));
    }

    private static async Task TroubleAsync(ReminderScene scene, string fault)
    {
        await scene.Org.AskAsync();
        await scene.RaiseAsync();
        Assert.Equal(0, await scene.SendAsync());
        var standing = await StandingAsync(scene);
        Assert.Equal((fault, 2, 0), (standing!.Fault, standing.Waiting, standing.Unreachable));
        Assert.Empty(scene.Office.Delivered);
    }

    private static Task<MailStanding?> StandingAsync(ReminderScene scene) => scene.Portal.Get<MailStandingQuery>().RunAsync(As(scene.Org.Staff, Role.Administrator), Stop);

    private static async Task<FindingStatus?> FindingAsync(ReminderScene scene)
    {
        await using var db = scene.Portal.Db();
        return await db.Findings.Where(f => f.Rule == "owner_unreachable" && f.PersonId == scene.Org.Sam.Id).Select(f => (FindingStatus?)f.Status).FirstOrDefaultAsync(Stop);
    }
}
