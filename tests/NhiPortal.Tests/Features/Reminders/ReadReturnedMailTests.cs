using MimeKit;
using NhiPortal.Domain.Reminders;
using NhiPortal.Features.Reminders;
using NhiPortal.Notifications;
using static NhiPortal.Tests.SmallOrganisation;

namespace NhiPortal.Tests.Features.Reminders;

/// <summary>Letters that a server took and sent back later, read from a real mailbox.</summary>
public sealed class ReadReturnedMailTests
{
    private const string Sam = "sam@home.example";

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("text/rfc822-headers")]
    [InlineData("message/rfc822")]
    public async Task FinalNo_MakesThePersonUnreachable_AndTheNextDigestTellsAgain(string original)
    {
        await using var box = await Dovecot.StartAsync();
        await using var scene = await SetAsync(box);
        var letter = await SendAsync(scene);

        await box.DeliverAsync(Reports.Of($"{letter.Id:n}@nhi.example", Sam, original: original));
        Assert.Equal(1, await ReadAsync(scene));

        Assert.NotNull((await scene.PersonAsync(scene.Org.Sam)).UnreachableSince);
        Assert.Equal(LetterState.Refused, (await scene.LettersAsync()).Single(l => l.Id == letter.Id).State);
        Assert.Contains(await scene.NoticesAsync(scene.Org.Sam), notice => notice.LetterId is null);
        Assert.Equal(0, await box.UnreadAsync());
        // The same report once more changes nothing.
        await box.DeliverAsync(Reports.Of($"{letter.Id:n}@nhi.example", Sam));
        Assert.Equal(0, await ReadAsync(scene));
    }

    [Fact]
    public async Task TakenAgainByTheServer_ProvesNothing_UntilThreeDaysBroughtNothingBack()
    {
        await using var box = await Dovecot.StartAsync();
        await using var scene = await SetAsync(box);
        var letter = await SendAsync(scene);
        await box.DeliverAsync(Reports.Of($"{letter.Id:n}@nhi.example", Sam));
        await ReadAsync(scene);

        await scene.NextMorningAsync();
        await scene.SendAsync();
        Assert.NotNull((await scene.PersonAsync(scene.Org.Sam)).UnreachableSince);

        scene.Portal.Time.Advance(TimeSpan.FromDays(3));
        await scene.Org.AskAsync(AddMember("u-later"));
        await scene.RaiseAsync();
        await scene.SendAsync();
        Assert.Null((await scene.PersonAsync(scene.Org.Sam)).UnreachableSince);
    }

    [Fact]
    public async Task WhatSaysNothingOfTheMailbox_IsReadOnceAndLeftAlone()
    {
        await using var box = await Dovecot.StartAsync();
        await using var scene = await SetAsync(box);
        var letter = await SendAsync(scene);
        var id = $"{letter.Id:n}@nhi.example";
        foreach (var mail in (MimeMessage[])
        [
            Reports.Of($"{Guid.NewGuid():n}@nhi.example", Sam), Reports.Of("another@nhi.example", Sam), Reports.Of(id, "eve@elsewhere.example"),
            Reports.Of(id, Sam, "delayed", "4.4.1"), Reports.Of(id, Sam, status: "5.7.1"), Reports.Of(id, Sam, status: "5.6.0"), Reports.Of(id, Sam, status: "nonsense"),
            Reports.Parse($"From: {Sam}\nTo: portal@nhi.example\nIn-Reply-To: <{id}>\nSubject: Re: things\n\nI am away.\n"),
            Reports.Parse("Content-Type: multipart/report; report-type=delivery-status; boundary=x\n\n--x\nContent-Type: message/delivery-status\n\n\n--x--\n"),
        ])
            await box.DeliverAsync(mail);

        Assert.Equal(0, await ReadAsync(scene));

        Assert.Equal(0, await box.UnreadAsync());
        Assert.Null((await scene.PersonAsync(scene.Org.Sam)).UnreachableSince);
        Assert.Equal(LetterState.Sent, (await scene.LettersAsync()).Single(l => l.Id == letter.Id).State);
    }

    [Fact]
    public async Task AddressChangedMeanwhile_IsNotHeldAgainstTheNewOne()
    {
        await using var box = await Dovecot.StartAsync();
        await using var scene = await SetAsync(box);
        var letter = await SendAsync(scene);
        await scene.RenameAsync(scene.Org.Sam, "Sam", "sam.b@home.example");
        await box.DeliverAsync(Reports.Of($"{letter.Id:n}@nhi.example", Sam));

        Assert.Equal(0, await ReadAsync(scene));
        Assert.Null((await scene.PersonAsync(scene.Org.Sam)).UnreachableSince);
    }

    [Fact]
    public async Task Trouble_IsNamedOnAdministration_AndOverWhenItIs()
    {
        await using var box = await Dovecot.StartAsync();
        foreach (var (settings, fault) in (IEnumerable<(Func<MailSettings, MailSettings>, string)>)
        [
            (mail => mail with { Returned = box.Settings with { Password = "wrong" } }, "sign_in"),
            (mail => mail with { Returned = box.Settings with { Folder = "Nowhere" } }, "folder"),
            (mail => mail with { Returned = box.Settings with { Port = 1 } }, "connect"),
            (mail => mail with { Returned = box.Settings, AuthorityFile = null }, "tls"),
        ])
        {
            await using var scene = await ReminderScene.SetAsync(set: mail => settings(mail with { AuthorityFile = box.AuthorityFile }));
            Assert.Equal(0, await ReadAsync(scene));
            var standing = await scene.Portal.Get<MailStandingQuery>().RunAsync(As(scene.Org.Staff, Domain.Role.Administrator), Stop);
            Assert.Equal((fault, null), (standing!.ReturnedFault, standing.ReturnedReadAt));
        }
    }

    // Both servers have an authority of their own, and the portal trusts the ones in one file.
    private static Task<ReminderScene> SetAsync(Dovecot box) => ReminderScene.SetAsync(set: mail =>
    {
        File.AppendAllText(mail.AuthorityFile!, "\n" + File.ReadAllText(box.AuthorityFile));
        return mail with { Returned = box.Settings };
    });

    private static Task<int> ReadAsync(ReminderScene scene) => scene.Portal.Get<ReadReturnedMail>().RunAsync(Stop);

    private static async Task<Letter> SendAsync(ReminderScene scene)
    {
        await scene.Org.AskAsync();
        await scene.RaiseAsync();
        await scene.SendAsync();
        return (await scene.LettersAsync()).Single(letter => letter.PersonId == scene.Org.Sam.Id);
    }
}
