using MimeKit;
using NhiPortal.Domain.Reminders;
using NhiPortal.Notifications;

namespace NhiPortal.Tests.Notifications;

/// <summary>Whatever stands in a name, a letter goes to one person, under our headers, in our words.</summary>
public sealed class LetterWriterTests
{
    private static readonly LetterWriter Writer = new(new MailSettings { Host = "localhost", From = "portal@nhi.example" }, new Uri("https://nhi.example"));

    public static TheoryData<string> Hostile =>
    [
        "Eve\r\nBcc: victim@example.org", "Eve\nSubject: pay me", "<script>alert(1)</script>", "\"><img src=https://evil.example/x>", "Eve\u202egnp.exe", "Eve\u2028X-Injected: yes",
        "Åsa Öberg 😀", new string('x', 50_000), "=?utf-8?Q?=0D=0ABcc:victim@example.org?=", "Eve <eve@evil.example>, victim@example.org",
    ];

    [Theory]
    [MemberData(nameof(Hostile))]
    public void Name_Hostile_StaysAName(string name)
    {
        var read = Read(Writer.Write(Draft(1, name, "sam@home.example") with { Name = name })!);
        Assert.Equal("sam@home.example", Assert.Single(read.To.Mailboxes).Address);
        Assert.Equal("portal@nhi.example", Assert.Single(read.From.Mailboxes).Address);
        Assert.Empty(read.Bcc);
        Assert.Null(read.Headers["X-Injected"]);
        Assert.Single(read.Headers, header => header.Id == HeaderId.Subject);
        Assert.StartsWith("Decide: ", read.Subject!, StringComparison.Ordinal);
        Assert.InRange(read.Subject!.Length, 1, 130);
        Assert.DoesNotContain("<script", read.HtmlBody, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("<img", read.HtmlBody, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("\u202e", read.HtmlBody + read.TextBody + read.Subject, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("")]
    [InlineData("no at sign")]
    [InlineData("a@b.example, c@d.example")]
    [InlineData("Sam <sam@home.example>")]
    [InlineData("sam@home.example\r\nRCPT TO:<victim@example.org>")]
    [InlineData("@home.example")]
    public void Address_ThatIsNone_IsNotWrittenTo(string address) => Assert.Null(Writer.Write(Draft(1, "Sam", address)));

    [Fact]
    public void Digest_TellsHowManyMoreThereAre_AndLeadsToThem()
    {
        var read = Read(Writer.Write(Draft(20, "One", "sam@home.example") with { Kind = LetterKind.Digest, More = 7 })!);
        Assert.Equal("27 things wait for you in NhiPortal", read.Subject);
        Assert.Contains("And 7 more: https://nhi.example/reminders", read.TextBody, StringComparison.Ordinal);
        Assert.Contains("And 7 more.", read.HtmlBody, StringComparison.Ordinal);
        Assert.IsType<MultipartAlternative>(read.Body);
    }

    [Fact]
    public void Times_AreTheReaders()
    {
        var draft = Draft(1, "One", "sam@home.example") with { Zone = TimeZoneInfo.FindSystemTimeZoneById("Europe/Stockholm") };
        Assert.Contains("Until Mon 2 Mar, 11:00 (UTC+01:00)", Read(Writer.Write(draft)!).TextBody, StringComparison.Ordinal);
    }

    private static LetterDraft Draft(int lines, string title, string address) => new(
        Guid.NewGuid(), LetterKind.AtOnce, "Sam", address, TimeZoneInfo.Utc,
        [.. Enumerable.Repeat(new LetterLine(ReminderKind.ApprovalWaiting, title, title, "/inbox/1", new DateTimeOffset(2026, 3, 2, 10, 0, 0, TimeSpan.Zero)), lines)], 0, new DateTimeOffset(2026, 3, 2, 9, 0, 0, TimeSpan.Zero));

    private static MimeMessage Read(MimeMessage written)
    {
        using var bytes = new MemoryStream();
        written.WriteTo(bytes);
        bytes.Position = 0;
        return MimeMessage.Load(bytes);
    }
}
