using FsCheck.Fluent;
using NhiPortal.Domain.Reminders;

namespace NhiPortal.Domain.Tests.Reminders;

/// <summary>Nobody is called unreachable for what is not their mailbox's fault.</summary>
public sealed class MailAnswerTests
{
    [Theory]
    [InlineData(MailStep.Recipient, 550, "5.1.1 No such user", MailVerdict.NoMailbox)]
    [InlineData(MailStep.Recipient, 550, "No such user here", MailVerdict.NoMailbox)]
    [InlineData(MailStep.Recipient, 553, null, MailVerdict.NoMailbox)]
    [InlineData(MailStep.Recipient, 550, "5.7.1 Relaying denied", MailVerdict.OurServer)]
    [InlineData(MailStep.Recipient, 450, "4.2.1 Mailbox busy", MailVerdict.Later)]
    [InlineData(MailStep.Recipient, 451, "4.7.1 Greylisted", MailVerdict.OurServer)]
    [InlineData(MailStep.Recipient, 530, "Authentication required", MailVerdict.OurServer)]
    [InlineData(MailStep.Recipient, 421, "Too many connections", MailVerdict.OurServer)]
    [InlineData(MailStep.Sender, 550, "5.1.8 Bad sender", MailVerdict.OurServer)]
    [InlineData(MailStep.Session, 554, "No service", MailVerdict.OurServer)]
    [InlineData(MailStep.Content, 550, "5.1.1 No such user", MailVerdict.NoMailbox)]
    [InlineData(MailStep.Content, 552, "5.3.4 Too big", MailVerdict.NotThisLetter)]
    [InlineData(MailStep.Content, 554, "Looks like spam", MailVerdict.NotThisLetter)]
    [InlineData(MailStep.Content, 452, "4.3.1 Out of space", MailVerdict.Later)]
    public void Answer_IsHeldAgainstWhomItConcerns(MailStep step, int code, string? words, MailVerdict verdict) => Assert.Equal(verdict, MailAnswer.Judge(step, code, words));

    [Theory]
    [InlineData("failed", "5.1.1", MailVerdict.NoMailbox)]
    [InlineData("Failed", " 5.2.1", MailVerdict.NoMailbox)]
    [InlineData("failed", "5.0.0", MailVerdict.NoMailbox)]
    [InlineData("failed", "4.4.7", MailVerdict.NoMailbox)]
    [InlineData("failed", "5.7.1", MailVerdict.OurServer)]
    [InlineData("failed", "5.3.4", MailVerdict.NotThisLetter)]
    [InlineData("failed", "5.6.1", MailVerdict.NotThisLetter)]
    [InlineData("failed", "", MailVerdict.Later)]
    [InlineData("failed", null, MailVerdict.Later)]
    [InlineData("delayed", "4.4.1", MailVerdict.Later)]
    [InlineData("relayed", "2.1.9", MailVerdict.Later)]
    [InlineData(null, "5.1.1", MailVerdict.Later)]
    public void Report_IsHeldAgainstAMailbox_OnlyForAFinalNo(string? action, string? status, MailVerdict verdict) => Assert.Equal(verdict, MailAnswer.JudgeReturned(action, status));

    [Fact]
    public void OnlyAFinalNo_AboutAMailbox_MakesSomebodyUnreachable() => World.Holds(
        from step in Gen.Elements(Enum.GetValues<MailStep>())
        from code in Gen.Choose(0, 999)
        from words in Gen.Elements(null, "", "5", "5.", "5.1.1 x", "5.7.1 x", "4.2.2 x", "nonsense", "5.x")
        select (step, code, words),
        x => MailAnswer.Judge(x.step, x.code, x.words) != MailVerdict.NoMailbox || (x.code is >= 500 and <= 599 && x.step is MailStep.Recipient or MailStep.Content),
        10_000);

    [Fact]
    public void Pause_GrowsUpToFourHours() => World.Holds(
        Gen.Choose(0, 1000),
        tries => Letter.Pause(tries) >= TimeSpan.FromMinutes(1) && Letter.Pause(tries) <= TimeSpan.FromHours(4) && Letter.Pause(tries + 1) >= Letter.Pause(tries));
}
