using System.Diagnostics;
using System.Text;
using System.Text.RegularExpressions;
using Microsoft.EntityFrameworkCore;
using NhiPortal.Domain.Integrations;
using NhiPortal.Domain.Requests;
using NhiPortal.Domain.Trust;

namespace NhiPortal.Tests.Features.Access;

/// <summary>docs/integrate.md as a developer would follow it: its very text, run with bash, while the owners approve.</summary>
public sealed partial class IntegrateDocumentTests : IAsyncLifetime
{
    private Scene scene = null!;

    public async ValueTask InitializeAsync()
    {
        scene = await Scene.StartAsync();
        await scene.Portal.ArrangeAsync(db => db.AddRange(
            WorkloadIdentity.Create(scene.Org.Sync.Id, "urn:nhiportal:development", "hr-sync", scene.Portal.Now),
            RegistrationClient.Create("ci-pipeline", "Pipeline", scene.Org.Home.Id, "urn:nhiportal:development", "pipeline:ci-pipeline", scene.Portal.Now)));
    }

    public ValueTask DisposeAsync() => scene.DisposeAsync();

    [Fact]
    public async Task Document_RunAsWritten_Works()
    {
        if (OperatingSystem.IsWindows() || !Exists("jq") || !Exists("curl"))
        {
            const string Install = "The document's commands need bash, curl and jq: apt-get install curl jq";
            if (Environment.GetEnvironmentVariable("CI") == "true")
                Assert.Fail(Install);
            Assert.Skip(Install);
        }

        var text = await File.ReadAllTextAsync(Path.Combine(Repository.Root, "docs", "integrate.md"), TestContext.Current.CancellationToken);
        var script = string.Join('\n', Blocks().Matches(text).Select(block => block.Groups[1].Value));

        // Not before the script waits for it: it looks at the pending request first, as a reader would.
        var waits = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var approving = waits.Task.ContinueWith(_ => ApproveFirstAsync(), TaskScheduler.Default).Unwrap();
        var (exit, output) = await RunAsync(script, line => _ = line.Contains("?wait=30", StringComparison.Ordinal) && waits.TrySetResult());

        Assert.True(exit == 0, output);
        await approving;
        Assert.NotEmpty(await scene.Api.RecordedAsync("access.allowed"));
        Assert.NotEmpty(await scene.Api.RecordedAsync("request.cancelled"));
    }

    [Fact]
    public void Document_ListsEveryReasonTheJudgeGives()
    {
        var text = File.ReadAllText(Path.Combine(Repository.Root, "docs", "integrate.md"));
        var judge = File.ReadAllText(Path.Combine(Repository.Root, "src", "NhiPortal.Domain", "Access", "Judgement.cs"));

        Assert.All(Reasons().Matches(judge).Select(reason => reason.Groups[1].Value).Distinct(), reason => Assert.Contains($"`{reason}`", text, StringComparison.Ordinal));
    }

    private async Task ApproveFirstAsync()
    {
        await using var db = scene.Portal.Db();
        await scene.ApproveAsync((await db.Requests.AsNoTracking().SingleAsync(r => r.Status == RequestStatus.Pending)).Id, 15);
    }

    private async Task<(int Exit, string Output)> RunAsync(string script, Action<string> heard)
    {
        var start = new ProcessStartInfo("bash", ["-euo", "pipefail", "-x", "-s"]) { RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true };
        start.Environment["PORTAL"] = scene.Api.Http.BaseAddress!.GetLeftPart(UriPartial.Authority);
        start.Environment["BUSINESS_OWNER"] = scene.Org.Bea.Mail;
        using var bash = Process.Start(start)!;
        var output = new StringBuilder();
        async Task DrainAsync(StreamReader reader)
        {
            while (await reader.ReadLineAsync() is { } line)
            {
                heard(line);
                lock (output)
                    output.AppendLine(line);
            }
        }

        var drained = Task.WhenAll(DrainAsync(bash.StandardOutput), DrainAsync(bash.StandardError));
        // As a whole, or a command that reads its input would eat the rest of the script.
        await bash.StandardInput.WriteAsync($"{{\n{script}\n}} </dev/null\n");
        bash.StandardInput.Close();
        await bash.WaitForExitAsync(TestContext.Current.CancellationToken);
        await drained;
        return (bash.ExitCode, output.ToString());
    }

    private static bool Exists(string program) => Environment.GetEnvironmentVariable("PATH")!.Split(':').Any(folder => File.Exists(Path.Combine(folder, program)));

    [GeneratedRegex("^```sh\n(.*?)^```$", RegexOptions.Singleline | RegexOptions.Multiline)]
    private static partial Regex Blocks();

    [GeneratedRegex("(?:Deny\\(|new\\()\"([a-z_]+)\"")]
    private static partial Regex Reasons();
}
