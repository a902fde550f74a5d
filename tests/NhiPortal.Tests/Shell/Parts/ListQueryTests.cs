using System.Collections.Immutable;
using FsCheck;
using FsCheck.Fluent;
using NhiPortal.Shell.Parts;

namespace NhiPortal.Tests.Shell.Parts;

public class ListQueryTests
{
    [Fact]
    public void ToQueryString_ParsedAgain_IsTheSameState() =>
        Prop.ForAll(States().ToArbitrary(), state => ListQuery.Parse("https://x/list" + state.ToQueryString()).Equals(state))
            .QuickCheckThrowOnFailure();

    [Fact]
    public void Parse_AnyAddress_StaysInBounds() =>
        Prop.ForAll<string, int>((text, number) =>
        {
            var uri = $"/list?page={number}&size={number}&sort={text}&q={Uri.EscapeDataString(text ?? "")}&{text}={text}&{text}";
            var query = ListQuery.Parse(uri);
            return query is { Page: >= 1, Skip: >= 0 } && ListQuery.Sizes.Contains(query.Size)
                && (query.Q is null || query.Q.Length is > 0 and <= ListQuery.LongestText)
                && query.Filters.All(f => f.Value.Length > 0);
        }).QuickCheckThrowOnFailure();

    [Theory]
    [InlineData("/list", "")]
    [InlineData("/list?page=0&size=7", "?size=10")]
    [InlineData("/list?page=-3&sort=-", "")]
    [InlineData("/list?sort=-asked&page=4", "?sort=-asked&page=4")]
    [InlineData("/list?state=open&state=due&state=open#part", "?state=open&state=due")]
    [InlineData("/list?q=%20%20&state=", "")]
    [InlineData("/list?size=99999999999999&page=99999999999999", "")]
    public void Parse_Address_KeepsOnlyWhatMakesSense(string uri, string kept) =>
        Assert.Equal(kept, ListQuery.Parse(uri).ToQueryString());

    [Fact]
    public void SortedBy_SameColumnTwice_TurnsTheOrderRound()
    {
        var once = new ListQuery { Page = 5 }.SortedBy("name");
        Assert.Equal("?sort=name", once.ToQueryString());
        Assert.Equal("?sort=-name", once.SortedBy("name").ToQueryString());
        Assert.Equal("?sort=name", once.SortedBy("name").SortedBy("name").ToQueryString());
    }

    [Fact]
    public void With_Filter_GoesBackToTheFirstPageAndKeepsTheRest()
    {
        var query = ListQuery.Parse("/list?q=hr&tab=2&page=9").With("state", "open");
        Assert.Equal("?q=hr&state=open&tab=2", query.ToQueryString());
        Assert.Equal("?tab=2", query.Cleared(["state"]).ToQueryString());
        Assert.Equal("?q=hr&tab=2", query.Without("state", "open").ToQueryString());
    }

    [Fact]
    public void With_ReservedName_Throws() => Assert.Throws<ArgumentException>(() => new ListQuery().With("page", "2"));

    [Fact]
    public void UrlAt_AddressWithOldState_ReplacesIt() =>
        Assert.Equal("https://x/list?page=2", new ListQuery().WithPage(2).UrlAt("https://x/list?q=old&page=7#part"));

    private static Gen<ListQuery> States()
    {
        var text = ArbMap.Default.GeneratorFor<NonEmptyString>().Select(s => s.Get.Trim())
            .Where(s => s.Length is > 0 and < 60 && s.All(c => !char.IsSurrogate(c)) && !s.StartsWith('-') && !s.Contains(','));
        var maybe = text.Select(t => (string?)t).Or(Gen.Constant<string?>(null));
        return from page in Gen.Choose(1, 5000)
               from size in Gen.Elements(ListQuery.Sizes.ToArray())
               from sort in maybe
               from down in Gen.Elements(true, false)
               from q in maybe
               from filter in text
               from values in Gen.ListOf(text)
               from hidden in Gen.ListOf(text)
               select new ListQuery
               {
                   Size = size,
                   Sort = sort,
                   Descending = sort is not null && down,
                   Hidden = [.. hidden.Distinct().Take(3)]
               }.WithSearch(q).With("x" + filter, [.. values]).WithPage(page);
    }
}
