using System.Text;
using System.Text.Json;
using NhiPortal.Data;
using NhiPortal.Domain;
using NhiPortal.Domain.Audit;
using NhiPortal.Domain.Channels;
using NhiPortal.Notifications;

namespace NhiPortal.Tests.Notifications;

/// <summary>Whatever somebody is called, a card says it as text, and its one link leads to the portal.</summary>
public sealed class MessageWriterTests : IDisposable
{
    private static readonly DateTimeOffset Now = new(2026, 3, 2, 9, 0, 0, TimeSpan.Zero);
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("nhiportal-keys-");
    private readonly SigningKeys keys;
    private readonly MessageWriter writer;

    public MessageWriterTests()
    {
        keys = SigningKeys.OpenOrMake(new(), folder.FullName);
        writer = new(new(keys), "nhiportal", new Uri("https://nhi.example"));
    }

    public static TheoryData<string> Hostile =>
        ["[click](https://evil.example)", "<!channel> <https://evil.example|decide here>", "![x](https://evil.example/x.png)", "<at>Everyone</at>", "*bold* _it_ `code`", "\"}]}", "Åsa 😀", new string('x', 50_000)];

    [Theory]
    [MemberData(nameof(Hostile))]
    public void Teams_SaysTextInRuns_AndOpensOnlyThePortal(string name)
    {
        using var json = Read(ChannelKind.Teams, name);
        var card = json.RootElement.GetProperty("attachments")[0].GetProperty("content");
        Assert.Equal("AdaptiveCard", card.GetProperty("type").GetString());
        var run = card.GetProperty("body")[1];
        Assert.Equal(("RichTextBlock", "TextRun"), (run.GetProperty("type").GetString(), run.GetProperty("inlines")[0].GetProperty("type").GetString()));
        Assert.StartsWith(name[..Math.Min(20, name.Length)], run.GetProperty("inlines")[0].GetProperty("text").GetString()!, StringComparison.Ordinal);
        Assert.InRange(run.GetProperty("inlines")[0].GetProperty("text").GetString()!.Length, 1, 1000);
        Assert.Equal("Approval asked for", card.GetProperty("body")[0].GetProperty("text").GetString());
        var action = Assert.Single(card.GetProperty("actions").EnumerateArray());
        Assert.Equal(("Action.OpenUrl", $"https://nhi.example/inbox/{Request}"), (action.GetProperty("type").GetString(), action.GetProperty("url").GetString()));
    }

    [Theory]
    [MemberData(nameof(Hostile))]
    public void Slack_SaysPlainText_AndLinksOnlyToThePortal(string name)
    {
        using var json = Read(ChannelKind.Slack, name);
        var blocks = json.RootElement.GetProperty("blocks").EnumerateArray().Select(block => block.GetProperty("text")).ToList();
        Assert.Equal(["plain_text", "plain_text", "mrkdwn"], blocks.Select(text => text.GetProperty("type").GetString()));
        Assert.Equal($"<https://nhi.example/inbox/{Request}|Look and decide in NhiPortal>", blocks[2].GetProperty("text").GetString());
        Assert.DoesNotContain('<', json.RootElement.GetProperty("text").GetString()!);
        Assert.InRange(blocks[1].GetProperty("text").GetString()!.Length, 1, 1000);
    }

    [Fact]
    public void Cards_AreNotSigned_BecauseTheirAddressIsTheSecret() =>
        Assert.All([ChannelKind.Teams, ChannelKind.Slack], kind => Assert.Empty(writer.Write(Channel(kind), Told("Sam"), Now).Headers));

    [Theory]
    [InlineData("request.asked", "/inbox/")]
    [InlineData("request.stage_approved", "/inbox/")]
    [InlineData("request.denied", "/requests/")]
    [InlineData("grant.revoked", "/requests/")]
    public void Link_LeadsToWhereItIsDecided(string kind, string path) =>
        Assert.Contains($"https://nhi.example{path}{Request}", Encoding.UTF8.GetString(writer.Write(Channel(ChannelKind.Webhook), Told("Sam") with { Kind = kind }, Now).Body), StringComparison.Ordinal);

    public void Dispose()
    {
        keys.Dispose();
        folder.Delete(recursive: true);
    }

    private static Guid Request => new("0195a1b2-0000-7000-8000-000000000007");

    private JsonDocument Read(ChannelKind kind, string name) => JsonDocument.Parse(writer.Write(Channel(kind), Told(name), Now).Body);

    private static WebhookEndpoint Channel(ChannelKind kind) => WebhookEndpoint.Create(kind, new("Team", null, "team", null, null, ["request.asked"]), new PersonId(Guid.NewGuid()), Now);

    private static AuditBody Told(string name) => new()
    {
        Id = Guid.NewGuid(), At = Now, Kind = "request.asked", Actor = new(ActorKind.Person, Guid.NewGuid(), name), Sentence = $"{name} asked for everything.", Request = Request,
    };
}
