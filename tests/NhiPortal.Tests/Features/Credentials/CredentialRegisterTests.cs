using System.Text;
using Microsoft.EntityFrameworkCore;
using NhiPortal.Data;
using NhiPortal.Domain;
using NhiPortal.Domain.Credentials;
using NhiPortal.Domain.Integrations;
using NhiPortal.Features.Credentials;
using NhiPortal.Features.Findings;
using NhiPortal.Features.Imports;
using NhiPortal.Features.Rotations;
using static NhiPortal.Tests.SmallOrganisation;

namespace NhiPortal.Tests.Features.Credentials;

/// <summary>Entering, changing, withdrawing, importing and hearing of credentials; never of what they are.</summary>
public sealed class CredentialRegisterTests
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Register_ByItsOwner_IsDatedByTheRules_AndRecorded()
    {
        await using var scene = await CredentialScene.SetAsync();
        var secret = await scene.ReadAsync();
        Assert.Equal(new DateTimeOffset(2026, 3, 2, 0, 0, 0, TimeSpan.Zero), secret.DueAt);
        Assert.Equal((scene.Org.Directory.Id, scene.Org.Workload.Id, true), (secret.TargetId!.Value, secret.WorkloadId!.Value, secret.LongLived));
        var told = Assert.Single(await scene.RecordedAsync("credential.added"));
        Assert.Contains("kv-prod/hr-sync", told, StringComparison.Ordinal);
        Assert.Equal(5, (await scene.ViewAsync(As(scene.Org.Ian))).Coming.Count);
    }

    [Theory]
    [InlineData("hr-sync", "Service secret", "kv/x", "label_taken")]
    [InlineData("hr-sync", "Other", "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiJ4In0.abc", "looks_secret")]
    [InlineData("hr-sync", "", "kv/x", "missing")]
    [InlineData("nothing", "Other", "kv/x", "not_found")]
    public async Task Register_OfWhatCannotBe_IsRefused_AndNoWordOfItKept(string integration, string label, string keptIn, string code)
    {
        await using var scene = await CredentialScene.SetAsync();
        var refused = await scene.Portal.Get<RegisterCredential>().RunAsync(As(scene.Org.Staff, Role.IamStaff), CredentialScene.Draft with { Integration = integration, Label = label, KeptIn = keptIn }, Stop);
        Assert.Equal(code, refused.Refusal?.Code);
        Assert.DoesNotContain("eyJ", Assert.Single(await scene.RecordedAsync("credential.add.refused")), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Change_ToAnEarlierDay_MovesItsDates_AndAnOlderLookIsRefused()
    {
        await using var scene = await CredentialScene.SetAsync();
        var seen = (await scene.ReadAsync()).Version;
        var change = scene.Portal.Get<ChangeCredential>();
        Assert.True((await change.RunAsync(As(scene.Org.Bea), scene.Id, seen, CredentialScene.Draft with { Issued = "2026-01-20" }, Stop)).Succeeded);
        Assert.Equal(new DateTimeOffset(2026, 2, 19, 0, 0, 0, TimeSpan.Zero), (await scene.ReadAsync()).DueAt);
        Assert.Equal("changed_meanwhile", (await change.RunAsync(As(scene.Org.Bea), scene.Id, seen, CredentialScene.Draft, Stop)).Refusal?.Code);
    }

    [Fact]
    public async Task Use_ReportedByTheWorkload_IsKept_AndAfterTheEndIsAFinding()
    {
        await using var scene = await CredentialScene.SetAsync();
        var report = scene.Portal.Get<ReportCredentialUse>();
        Assert.True((await report.RunAsync(scene.Org.Caller, scene.Id, null, Stop)).Succeeded);
        Assert.Equal((scene.Portal.Now, (UseSource?)UseSource.Reported), ((await scene.ReadAsync()).LastUsedAt!.Value, (await scene.ReadAsync()).LastUsedFrom));
        await scene.Portal.Get<RetireCredential>().RunAsync(As(scene.Org.Ian), scene.Id, "Withdrawn in the directory", Stop);
        scene.Portal.Time.Advance(TimeSpan.FromDays(1));
        Assert.True((await report.RunAsync(scene.Org.Caller, scene.Id, null, Stop)).Succeeded);
        await scene.Portal.Get<EvaluateFindings>().RunAsync(Stop);
        await using var db = scene.Portal.Db();
        Assert.Contains("credential_used_after_end", await db.Findings.Select(f => f.Rule).ToListAsync(Stop));
    }

    [Fact]
    public async Task Reading_OfTheTarget_FillsInWhatItShows()
    {
        await using var scene = await CredentialScene.SetAsync();
        var account = WorkloadIdentity.Create(scene.Org.Sync.Id, WorkloadIdentity.OnTarget("corp-directory"), "svc-hr", scene.Portal.Now);
        await scene.Portal.ArrangeAsync(db => db.Add(account));
        await scene.Portal.Get<ChangeCredential>().RunAsync(As(scene.Org.Ian), scene.Id, (await scene.ReadAsync()).Version, CredentialScene.Draft with { Identity = "svc-hr" }, Stop);
        var (set, used) = (scene.Portal.Now.AddDays(-4), scene.Portal.Now.AddHours(-1));
        var told = await scene.Portal.Get<UnitOfWork>().RunAsync<int>(Actor.Rule("read"), "discovery.read", async run => await run.ReadCredentialsAsync(
            scene.Org.Directory, [new() { Id = "1", Name = "svc-hr", CanDo = "Signs in.", SecretSetAt = set, LastLoginAt = used }], Stop), Stop);
        await scene.Portal.Get<PlanRotations>().RunAsync(Stop);
        var secret = await scene.ReadAsync();
        Assert.Equal((1, set, used, (UseSource?)UseSource.Connector, set.AddDays(30)), (told.Value, secret.LastRotatedAt!.Value, secret.LastUsedAt!.Value, secret.LastUsedFrom, secret.DueAt!.Value));
    }

    [Fact]
    public async Task Import_EntersChangesAndRefuses_AndKeepsNoSecretEvenForThePreview()
    {
        await using var scene = await CredentialScene.SetAsync();
        const string file = """
            integration,label,kind,kept_in,expires,shared
            hr-sync,Service secret,ClientSecret,kv-prod/hr-sync,2026-06-30,yes
            hr-sync,Transfer key,SshKey,kv-prod/hr-sync/ssh,never,
            hr-sync,Bad,ApiKey,ghp_aBcDeFgHiJkLmNoPqRsT1234,,
            elsewhere,Other,ApiKey,kv/x,,
            """;
        var staff = As(scene.Org.Staff, Role.IamStaff);
        var read = await scene.Portal.Get<PreviewImport>().RunAsync(staff, "credentials", "c.csv", new MemoryStream(Encoding.UTF8.GetBytes(file)), null, Stop);
        await using (var db = scene.Portal.Db())
        {
            var rows = await db.ImportRows.AsNoTracking().OrderBy(r => r.Number).ToListAsync(Stop);
            Assert.Equal([ImportOutcome.Changed, ImportOutcome.Created, ImportOutcome.Refused, ImportOutcome.Refused], rows.Select(r => r.Outcome));
            Assert.DoesNotContain(rows, r => r.Cells.Contains("ghp_", StringComparison.Ordinal) || r.Reason?.Contains("ghp_", StringComparison.Ordinal) == true);
        }

        var done = await scene.Portal.Get<ConfirmImport>().RunAsync(staff, read.Value, null, null, Stop);
        Assert.Equal((1, 1), (done.Value.Created, done.Value.Changed));
        var secret = await scene.ReadAsync();
        Assert.Equal((true, scene.Org.Directory.Id), (secret.Shared, secret.TargetId!.Value));
        var page = await scene.Portal.Get<CredentialListQuery>().RunAsync(staff, new(), 0, 25, Stop);
        Assert.Equal(["Service secret", "Transfer key"], page.Rows.Select(row => row.Label));
        // What was exported comes back as no change.
        var lines = new StringBuilder("integration,label,kind,kept_in,target,identity,issued,expires,last_rotated,shared,backup_owner,id\n");
        await foreach (var row in scene.Portal.Get<CredentialFileQuery>().RunAsync(staff, new(), Stop))
            lines.AppendLine(string.Join(',', row.Integration, row.Label, row.Kind, row.KeptIn, row.Target, row.Identity, row.Issued, row.Expires, row.LastRotated, row.Shared, row.BackupOwner, row.Id));
        await scene.Portal.Get<PreviewImport>().RunAsync(staff, "credentials", "c.csv", new MemoryStream(Encoding.UTF8.GetBytes(lines.ToString())), null, Stop);
        await using var after = scene.Portal.Db();
        Assert.Equal(2, await after.Imports.Where(i => i.ConfirmedAt == null).Select(i => i.Unchanged).SingleAsync(Stop));
    }

    [Fact]
    public async Task List_EveryFilterAndOrder_AnswersForEverybody()
    {
        await using var scene = await CredentialScene.SetAsync();
        Actor[] actors = [As(scene.Org.Staff, Role.Administrator), As(scene.Org.Ian), As(scene.Org.Sam), As(scene.Org.Stranger, Role.IamStaff), As(scene.Org.Nora)];
        var list = scene.Portal.Get<CredentialListQuery>();
        foreach (var sort in new[] { null, "due", "expires", "used", "name" })
            foreach (var state in CredentialFilter.States.Select(s => (string?)s.Value).Append(null))
                Assert.InRange((await list.RunAsync(actors[0], new() { Sort = sort, Descending = sort == "due", Show = state }, 0, 25, Stop)).Total, 0, 1);
        foreach (var (trait, _) in CredentialFilter.Traits)
            Assert.InRange((await list.RunAsync(actors[0], new() { Which = trait }, 0, 25, Stop)).Total, 0, 1);
        var seen = await Task.WhenAll(actors.Select(async actor => (await list.RunAsync(actor, new() { Words = "hr", TargetKey = "corp-directory", IntegrationKey = "hr-sync", Kind = CredentialKind.ClientSecret }, 0, 25, Stop)).Total));
        Assert.Equal([1, 1, 1, 0, 0], seen);
    }

    [Fact]
    public async Task Rules_SavedAnew_MoveEveryDateInTheBackground_OnceAndRecorded()
    {
        await using var scene = await CredentialScene.SetAsync();
        var built = RotationPlan.BuiltIn.Wishes;
        var tight = built with { Rules = [new("All weekly", new() { EveryDays = 7, LeadDays = 2 })] };
        var save = scene.Portal.Get<SaveRotationPlan>();
        Assert.Equal(2, (await save.RunAsync(As(scene.Org.Staff, Role.IamStaff), 1, tight, "Tighter from now on", Stop)).Value);
        Assert.Equal("changed_meanwhile", (await save.RunAsync(As(scene.Org.Staff, Role.IamStaff), 1, tight, "Tighter from now on", Stop)).Refusal?.Code);
        Assert.Equal((1, 0), (await scene.Portal.Get<PlanRotations>().RunAsync(Stop), await scene.Portal.Get<PlanRotations>().RunAsync(Stop)));

        // Less needs two people: one alone only proposes, and a second agrees to what they have read.
        var lax = new RotationWishes([new("Passwords weekly", new() { EveryDays = 7, LeadDays = 2 }) { Kinds = [CredentialKind.Password] }], [new("Spring", new(2026, 3, 1), new(2026, 3, 20), false)], 1, 5);
        Assert.Equal(2, (await save.RunAsync(As(scene.Org.Staff, Role.IamStaff), 2, lax, "Too many by now", Stop)).Value);
        Assert.Equal(0, await scene.Portal.Get<PlanRotations>().RunAsync(Stop));
        Assert.NotNull((await scene.ReadAsync()).DueAt);
        var answer = scene.Portal.Get<AnswerRotationPlan>();
        Assert.Equal("own_proposal", (await answer.RunAsync(As(scene.Org.Staff, Role.IamStaff), 1, true, "I agree with myself", Stop)).Refusal?.Code);
        Assert.Equal(2, (await save.RunAsync(As(scene.Org.Staff, Role.IamStaff), 2, lax with { MostSnoozes = 2 }, "Too many by now", Stop)).Value);
        Assert.Equal("changed_meanwhile", (await answer.RunAsync(As(scene.Org.Nora, Role.IamStaff), 1, true, "seen and agreed", Stop)).Refusal?.Code);
        Assert.NotNull((await scene.Portal.Get<RotationPlanQuery>().RunAsync(As(scene.Org.Nora, Role.IamStaff), Stop))!.Proposal);
        Assert.True((await answer.RunAsync(As(scene.Org.Nora, Role.IamStaff), 2, true, "seen and agreed", Stop)).Succeeded);
        Assert.Equal("nothing_waits", (await answer.RunAsync(As(scene.Org.Nora, Role.IamStaff), 2, true, "seen and agreed", Stop)).Refusal?.Code);
        Assert.Equal((1, 0), (await scene.Portal.Get<PlanRotations>().RunAsync(Stop), await scene.Portal.Get<PlanRotations>().RunAsync(Stop)));
        Assert.Null((await scene.ReadAsync()).DueAt);
        await scene.Portal.Get<EvaluateFindings>().RunAsync(Stop);
        await using var db = scene.Portal.Db();
        Assert.Contains("credential_without_schedule", await db.Findings.Where(f => f.ClosedAt == null).Select(f => f.Rule).ToListAsync(Stop));
        Assert.Equal((2, 2, 2), ((await scene.RecordedAsync("rotation.rules_saved")).Count, (await scene.RecordedAsync("rotation.rules_proposed")).Count, (await scene.RecordedAsync("rotation.planned")).Count));
    }

    [Fact]
    public async Task Owner_TypesADateOrAnotherKind_AndItIsDueAsBefore()
    {
        await using var scene = await CredentialScene.SetAsync();
        var (change, due) = (scene.Portal.Get<ChangeCredential>(), (await scene.ReadAsync()).DueAt);
        foreach (var draft in new[] { CredentialScene.Draft with { LastRotated = "2026-03-01" }, CredentialScene.Draft with { Issued = "2026-03-01" } })
        {
            var changed = await change.RunAsync(As(scene.Org.Ian), scene.Id, (await scene.ReadAsync()).Version, draft, Stop);
            Assert.True(changed.Succeeded, changed.Refusal?.Sentence);
            Assert.Equal(due, (await scene.ReadAsync()).DueAt);
        }

        var federated = CredentialScene.Draft with { Kind = "FederatedToken" };
        Assert.Equal("loosened", (await change.RunAsync(As(scene.Org.Ian), scene.Id, (await scene.ReadAsync()).Version, federated, Stop)).Refusal?.Code);
        Assert.Equal((CredentialKind.ClientSecret, due), ((await scene.ReadAsync()).Kind, (await scene.ReadAsync()).DueAt));
        Assert.True((await change.RunAsync(As(scene.Org.Staff, Role.IamStaff), scene.Id, (await scene.ReadAsync()).Version, federated, Stop)).Succeeded);
    }
}
