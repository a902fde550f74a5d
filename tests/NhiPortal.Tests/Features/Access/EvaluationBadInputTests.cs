using System.Text;
using NhiPortal.Domain.Audit;

namespace NhiPortal.Tests.Features.Access;

/// <summary>Whatever is sent: a clear answer, nothing allowed, the attempt on record.</summary>
public sealed class EvaluationBadInputTests : IAsyncLifetime
{
    private const string Good = """{"subject":{"type":"workload","id":"hr-sync"},"action":{"name":"group.add_member","properties":{"member":"u123"}},"resource":{"type":"group","id":"Domain Admins","properties":{"target":"corp-directory"}}}""";
    private Scene scene = null!;

    public async ValueTask InitializeAsync() => scene = await Scene.StartAsync();

    public ValueTask DisposeAsync() => scene.DisposeAsync();

    public static TheoryData<string, string> Malformed => new()
    {
        { "empty", "" },
        { "array", "[]" },
        { "text", "\"hr-sync\"" },
        { "cut", Good[..^1] },
        { "trailing", Good + "{}" },
        { "duplicate", Good.Replace("\"type\":\"workload\"", "\"type\":\"workload\",\"type\":\"workload\"", StringComparison.Ordinal) },
        { "duplicate, escaped", Good.Replace("\"type\":\"workload\"", "\"type\":\"workload\",\"\\u0074ype\":\"workload\"", StringComparison.Ordinal) },
        { "duplicate, deep and unknown", Good[..^1] + ",\"context\":{\"x\":[{\"y\":{\"a\":1,\"a\":2}}]}}" },
        { "too deep", Good[..^1] + ",\"context\":{\"x\":" + new string('[', 40) + new string(']', 40) + "}}" },
        { "subject missing", Good.Replace("\"subject\"", "\"sub\"", StringComparison.Ordinal) },
        { "subject a text", Good.Replace("""{"type":"workload","id":"hr-sync"}""", "\"hr-sync\"", StringComparison.Ordinal) },
        { "id a number", Good.Replace("\"id\":\"hr-sync\"", "\"id\":7", StringComparison.Ordinal) },
        { "id null", Good.Replace("\"id\":\"hr-sync\"", "\"id\":null", StringComparison.Ordinal) },
        { "action empty", Good.Replace("group.add_member", "", StringComparison.Ordinal) },
        { "properties a list", Good.Replace("""{"member":"u123"}""", "[]", StringComparison.Ordinal) },
        { "parameter an object", Good.Replace("\"u123\"", "{}", StringComparison.Ordinal) },
        { "parameter beyond a double", Good.Replace("\"u123\"", "1e400", StringComparison.Ordinal) },
        { "half a character", Good.Replace("u123", "\\ud83d", StringComparison.Ordinal) },
        { "half a character in an unknown member", Good[..^1] + ",\"x\":\"\\udc00\"}" },
        { "10,000 characters", Good.Replace("Domain Admins", new string('x', 10_000), StringComparison.Ordinal) },
        { "hidden override", Good.Replace("Domain Admins", "Domain \\u202eAdmins", StringComparison.Ordinal) },
        { "control character", Good.Replace("Domain Admins", "Domain \\u0000Admins", StringComparison.Ordinal) },
        { "comment", "/* hello */" + Good },
    };

    [Theory]
    [MemberData(nameof(Malformed))]
    public async Task Evaluate_Malformed_Is400AndRecorded(string what, string body)
    {
        var answer = await scene.Api.EvaluateAsync(scene.Token, body);

        Assert.True(answer.Status == 400, $"{what}: {answer.Status} {answer.Text}");
        Assert.Equal("application/problem+json", answer.ContentType);
        Assert.Equal("urn:nhiportal:error:invalid_request", answer.Problem);
        var recorded = Assert.Single(await scene.Api.RecordedAsync("access.refused"));
        Assert.Equal("hr-sync", recorded.Actor.Name);
    }

    [Fact]
    public async Task Evaluate_InvalidUtf8_Is400()
    {
        var bytes = Encoding.UTF8.GetBytes(Good);
        bytes[Good.IndexOf("Domain", StringComparison.Ordinal)] = 0xC3;
        var answer = await scene.Api.SendAsync(HttpMethod.Post, "/access/v1/evaluation", scene.Token, bytes);

        Assert.Equal(400, answer.Status);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Evaluate_Oversized_Is413AndRecorded(bool declared)
    {
        using var message = new HttpRequestMessage(HttpMethod.Post, "/access/v1/evaluation");
        message.Headers.TryAddWithoutValidation("Authorization", $"Bearer {scene.Token}");
        message.Content = new StringContent(Good[..^1] + $",\"x\":\"{new string('x', 65_536)}\"}}", Encoding.UTF8, "application/json");
        message.Headers.TransferEncodingChunked = !declared;
        using var answer = await scene.Api.Http.SendAsync(message, TestContext.Current.CancellationToken);

        Assert.Equal(413, (int)answer.StatusCode);
        Assert.Single(await scene.Api.RecordedAsync("access.refused"));
    }

    [Theory]
    [InlineData("text/plain", 400)]
    [InlineData("application/xml", 400)]
    [InlineData("application/json; charset=utf-16", 400)]
    [InlineData("nonsense", 400)]
    [InlineData("application/json; charset=utf-8", 200)]
    [InlineData("Application/JSON", 200)]
    public async Task Evaluate_ContentType_IsJsonOr400(string type, int status) =>
        Assert.Equal(status, (await scene.Api.SendAsync(HttpMethod.Post, "/access/v1/evaluation", scene.Token, Good, type)).Status);

    [Fact]
    public async Task Evaluate_UnknownMembers_AreIgnored() => Assert.Equal(
        "approval_required", (await scene.Api.EvaluateAsync(scene.Token, Good[..^1] + ",\"options\":[1],\"context\":{\"time\":\"now\"}}")).Reason);

    [Theory]
    [InlineData("<b>bold</b>")]
    [InlineData("قاعدة البيانات")]
    [InlineData("😀𝒳")]
    [InlineData("' OR 1=1 --")]
    public async Task Evaluate_OddButWholeText_IsTakenLiterally(string group)
    {
        var answer = await scene.Api.EvaluateAsync(scene.Token, Scene.Body(group: group));

        Assert.Equal("approval_required", answer.Reason);
        Assert.Equal($"group/{group}", Assert.Single(await scene.Api.RecordedAsync("access.denied")).Facts!["resource"]);
    }

    [Theory]
    [InlineData("GET", "/access/v1/evaluation", "POST")]
    [InlineData("PUT", "/access/v1/evaluation", "POST")]
    [InlineData("GET", "/access/v1/requests", "POST")]
    [InlineData("DELETE", "/access/v1/requests/0", "GET")]
    [InlineData("GET", "/access/v1/requests/0/cancel", "POST")]
    public async Task Send_WrongMethod_Is405(string method, string path, string allowed)
    {
        var answer = await scene.Api.SendAsync(new HttpMethod(method), path, scene.Token);

        Assert.Equal(405, answer.Status);
        Assert.Equal("urn:nhiportal:error:method_not_allowed", answer.Problem);
        Assert.Contains(allowed, answer.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Send_UnknownPath_Is404Problem() =>
        Assert.Equal("urn:nhiportal:error:not_found", (await scene.Api.GetAsync("/access/v1/nothing")).Problem);

    [Theory]
    [InlineData("call-4711", true)]
    [InlineData("has space", false)]
    [InlineData("", false)]
    public async Task Send_RequestId_ComesBackWhenPrintable(string id, bool kept)
    {
        var answer = await scene.Api.GetAsync("/access/v1/requests/none", null, ("X-Request-ID", id));

        Assert.Equal(kept, answer.Header("X-Request-ID") == id);
        Assert.NotEmpty(answer.Header("X-Request-ID")!);
    }

    [Fact]
    public async Task Evaluate_Always_RecordsLinesTheLogCanRead()
    {
        await scene.ApprovedAsync();
        await scene.Api.EvaluateAsync(scene.Token, Scene.Body());
        await scene.Api.EvaluateAsync(scene.Token, Scene.Body("u124"));
        await scene.Api.EvaluateAsync(scene.Token, "{");

        foreach (var kind in new[] { "access.allowed", "access.denied", "access.refused" })
            Assert.True(AuditColumns.TryRead(Assert.Single(await scene.Api.RecordedAsync(kind)).ToCanonicalBytes(), out _));
        Assert.Empty(await scene.Api.RecordedAsync("journal.unreadable"));
    }
}
