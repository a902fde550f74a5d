using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;
using NhiPortal.Domain;
using NhiPortal.Domain.Audit;
using NhiPortal.Domain.Channels;

namespace NhiPortal.Notifications;

/// <summary>
/// Makes the message of one event for one channel: what happened in a sentence, whom it is about, and where to look.
/// Reasons, parameters and other words of callers stay in the portal; deciding happens there alone.
/// </summary>
public sealed class MessageWriter(WebhookKeys keys, string log, Uri portal)
{
    private const int LongestSentence = 1000;

    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web)
    {
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        Converters = { new JsonStringEnumConverter() },
    };

    // Text as it is: a line is no HTML.
    private static readonly JsonSerializerOptions OcsfJson = new() { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public ChannelMessage Write(WebhookEndpoint to, AuditBody told, DateTimeOffset now) => to.Kind switch
    {
        ChannelKind.Teams => new("application/json", JsonSerializer.SerializeToUtf8Bytes(TeamsCard(told), Json), new Dictionary<string, string>()),
        ChannelKind.Slack => new("application/json", JsonSerializer.SerializeToUtf8Bytes(SlackBlocks(told), Json), new Dictionary<string, string>()),
        _ => Signed(to, told, now),
    };

    /// <summary>A run of the log for a stream: one OCSF event a line, in the log's order.</summary>
    /// <param name="to">The stream.</param>
    /// <param name="id">The run's own id, the same at each attempt.</param>
    /// <param name="told">The events and their places.</param>
    /// <param name="now">The moment of the attempt.</param>
    public ChannelMessage Write(WebhookEndpoint to, Guid id, IReadOnlyList<(long Leaf, AuditBody Told)> told, DateTimeOffset now)
    {
        var body = Encoding.UTF8.GetBytes(string.Concat(told.Select(line => OcsfEvent.Of(line.Told, line.Leaf, log).ToJsonString(OcsfJson) + "\n")));
        return new("application/x-ndjson; charset=utf-8", body, to.IsSigned ? Headers(to, id.ToString(), body, now) : new Dictionary<string, string>());
    }

    private ChannelMessage Signed(WebhookEndpoint to, AuditBody told, DateTimeOffset now)
    {
        var body = JsonSerializer.SerializeToUtf8Bytes(CloudEvent(told), Json);
        return new("application/cloudevents+json; charset=utf-8", body, Headers(to, told.Id.ToString(), body, now));
    }

    private Dictionary<string, string> Headers(WebhookEndpoint to, string id, byte[] body, DateTimeOffset now) => new()
    {
        ["Webhook-Id"] = id,
        ["Webhook-Timestamp"] = WebhookSignature.Timestamp(now),
        ["Webhook-Signature"] = keys.Sign(to.Id, to.SigningKeys(now), id, now, body),
    };

    private object CloudEvent(AuditBody told) => new
    {
        specversion = "1.0",
        id = told.Id,
        source = portal.AbsoluteUri,
        type = $"nhiportal.{told.Kind}",
        subject = told.Request is { } request ? $"requests/{request}" : told.Integration is { } integration ? $"integrations/{integration.Key}" : null,
        time = told.At,
        datacontenttype = "application/json",
        data = new
        {
            told.Sentence,
            told.Tenant,
            told.Integration,
            told.Target,
            workload = told.Workload is { } workload ? new { workload.Id, workload.Issuer, workload.Subject } : null,
            told.Request,
            told.Grant,
            actor = new { told.Actor.Kind, told.Actor.Name },
            link = Link(told),
            checkpoint = told.Kind == ChannelEvents.Anchored ? told.Facts?.GetValueOrDefault(ChannelEvents.CheckpointFact) : null,
        },
    };

    /// <summary>Text runs, because in them nothing that somebody is called can become a link or a picture.</summary>
    private object TeamsCard(AuditBody told) => new
    {
        type = "message",
        attachments = new[]
        {
            new
            {
                contentType = "application/vnd.microsoft.card.adaptive",
                content = new Dictionary<string, object>
                {
                    ["$schema"] = "http://adaptivecards.io/schemas/adaptive-card.json",
                    ["type"] = "AdaptiveCard",
                    ["version"] = "1.4",
                    ["body"] = new object[]
                    {
                        new { type = "TextBlock", text = Heading(told), weight = "Bolder", size = "Medium", wrap = true },
                        new { type = "RichTextBlock", inlines = new[] { new { type = "TextRun", text = Sentence(told) } } },
                    },
                    ["actions"] = new[] { new { type = "Action.OpenUrl", title = Act(told), url = Link(told) } },
                },
            },
        },
    };

    private object SlackBlocks(AuditBody told) => new
    {
        // Slack reads < and > of the short form as commands, so they are written out.
        text = $"{Heading(told)}: {Sentence(told).Replace("&", "&amp;", StringComparison.Ordinal).Replace("<", "&lt;", StringComparison.Ordinal).Replace(">", "&gt;", StringComparison.Ordinal)}",
        blocks = new object[]
        {
            new { type = "header", text = new { type = "plain_text", text = Heading(told), emoji = false } },
            new { type = "section", text = new { type = "plain_text", text = Sentence(told), emoji = false } },
            new { type = "section", text = new { type = "mrkdwn", text = $"<{Link(told)}|{Act(told)}>" } },
        },
    };

    private string Link(AuditBody told) => new Uri(portal, ChannelWords.PathOf(told)).AbsoluteUri;

    private static string Heading(AuditBody told) => ChannelWords.Title(told.Kind);

    private static string Act(AuditBody told) => told.Kind is "request.asked" or "request.question_answered" or "request.stage_approved" ? "Look and decide in NhiPortal" : "Open in NhiPortal";

    private static string Sentence(AuditBody told) => Domain.Text.Kept(told.Sentence, LongestSentence);
}
