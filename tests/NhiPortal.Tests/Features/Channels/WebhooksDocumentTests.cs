using System.Diagnostics;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using NhiPortal.Domain.Channels;

namespace NhiPortal.Tests.Features.Channels;

/// <summary>docs/webhooks.md as a receiver's author would follow it: its very code judges real messages, in a language of its own.</summary>
public sealed partial class WebhooksDocumentTests
{
    private const string Driver = """

        import json, sys
        asked = json.load(sys.stdin)
        time.time = lambda: asked["now"]
        headers = {name.lower(): value for name, value in asked["headers"].items()}
        print(is_genuine(asked["key"], headers, base64.b64decode(asked["body"])))
        """;

    private static readonly string Document = File.ReadAllText(Path.Combine(Repository.Root, "docs", "webhooks.md"));

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    /// <summary>The document's own C#, letter for letter, written from the standard and sharing nothing with the product.</summary>
    public static bool IsGenuine(string key, string id, string timestamp, string signatures, byte[] body, DateTimeOffset now)
    {
        if (!long.TryParse(timestamp, out var sent) || Math.Abs(now.ToUnixTimeSeconds() - sent) > 300)
            return false;
        var secret = Convert.FromBase64String(key["whsec_".Length..]);
        byte[] signed = [.. Encoding.UTF8.GetBytes($"{id}.{timestamp}."), .. body];
        var expected = Encoding.ASCII.GetBytes("v1," + Convert.ToBase64String(HMACSHA256.HashData(secret, signed)));
        return signatures.Split(' ').Any(one => CryptographicOperations.FixedTimeEquals(Encoding.ASCII.GetBytes(one), expected));
    }

    [Fact]
    public void CSharp_OfTheDocument_IsTheCodeThatJudgesHere() =>
        Assert.Contains(Flat(Block("csharp")), Flat(File.ReadAllText(Path.Combine(Repository.Root, "tests", "NhiPortal.Tests", "Features", "Channels", "WebhooksDocumentTests.cs"))), StringComparison.Ordinal);

    [Fact]
    public void Document_NamesEveryKindOfEvent() => Assert.All(ChannelEvents.Kinds, kind => Assert.Contains($"`{kind}`", Document, StringComparison.Ordinal));

    [Fact]
    public async Task Python_OfTheDocument_KnowsGenuineFromForged()
    {
        if (!Environment.GetEnvironmentVariable("PATH")!.Split(':').Any(folder => File.Exists(Path.Combine(folder, "python3"))))
            Assert.Skip("python3 is not installed here.");
        await using var scene = await ChannelScene.SetAsync();
        var made = await scene.AddAsync(scene.Draft());
        await scene.Org.AskAsync();
        await scene.SendAsync();
        var got = Assert.Single(scene.Receiver.Got);
        var now = scene.Portal.Now.ToUnixTimeSeconds();
        Assert.Equal("True", await JudgeAsync(made.Key!, got, now));
        Assert.Equal("False", await JudgeAsync(made.Key!, got with { Body = [.. got.Body, 32] }, now));
        Assert.Equal("False", await JudgeAsync(made.Key!, got, now + 301));
        Assert.Equal("False", await JudgeAsync("whsec_" + Convert.ToBase64String(new byte[32]), got, now));
    }

    private static async Task<string> JudgeAsync(string key, Received got, long now)
    {
        var start = new ProcessStartInfo("python3", ["-c", Block("python") + Driver]) { RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true };
        using var python = Process.Start(start)!;
        await python.StandardInput.WriteAsync(JsonSerializer.Serialize(new { key, now, headers = got.Headers, body = Convert.ToBase64String(got.Body) }));
        python.StandardInput.Close();
        var said = await python.StandardOutput.ReadToEndAsync(Stop);
        return said.Length > 0 ? said.Trim() : await python.StandardError.ReadToEndAsync(Stop);
    }

    private static string Block(string language) => Blocks().Matches(Document).Single(block => block.Groups[1].Value == language).Groups[2].Value;

    private static string Flat(string code) => string.Join('\n', code.Split('\n').Select(line => line.Trim()).Where(line => line.Length > 0));

    [GeneratedRegex("^```([a-z]+)\n(.*?)^```$", RegexOptions.Singleline | RegexOptions.Multiline)]
    private static partial Regex Blocks();
}
