"""Text files of other shapes than a page: corpora, press exports, citations, Markdown.

``format_table.py`` has a row for each format, in the order in which they are tried; a reader and its sniff are in the
module of the format's name. Where to look:

- One story in a file: ``story_files.py``; the title that an agency puts behind its dateline: ``wire_titles.py``; copied
  from a page or a message: ``copied_pages.py``, with all that was around it in a browser: ``browser_copies.py`` over
  ``page_frames.py`` and ``page_ends.py``. These prepare a text for the splitter (``split_texts.py``).
- Several stories, one after another, and what shows where each begins: lines with labels (``recurring_labels.py``
  over ``label_form.py`` and ``labelled_lines.py``; posts of 微博, ``weibo_text.py``), a line of facts below each title
  (``headed_stories.py``), rules (``ruled_blocks.py``), rules or blank lines (``parted_stories.py``), numbers
  (``numbered_stories.py``), blank lines around titles (``titled_blocks.py``), days (``dated_stories.py``), titles of
  a form that recurs (``repeated_titles.py`` over ``repeated_form.py``), form feeds (``form_feeds.py``), heads of a
  board (``board_posts.py``); without any title: ``untitled_texts.py``.
- Digests, messages and briefs: ``digests.py`` reads; ``digest_form.py`` finds the form (``digest_stories.py``), by
  which ``digest_parser.py`` takes the lines; ``digest_lines.py`` and ``digest_headings.py`` say what a line is,
  ``digest_frame.py`` what is no story's, ``digest_doubts.py`` what looks parted wrongly.
- A record per line: ``separated_lines.py``, ``marked_columns.py``, ``line_corpora.py``, ``printed_rows.py``,
  ``printed_tables.py``; headlines alone: ``headline_lists.py``, with addresses ``headline_links.py``. A token per
  line: ``token_rows.py``; tokens with tags: ``tagged_words.py``. Objects of JSON in a log: ``logged_json.py``.
- Exports of databases: ``wisers.py``, ``nexis.py``, ``proquest.py``, ``factiva.py`` (``press_exports.py``: what they
  have in common); citations: ``citations.py``, ``bibtex.py``. Blocks of ``<doc>``: ``doc_tags.py``.
  Mappings of YAML: ``yaml_records.py``, tables of TOML: ``toml_records.py``. What is said in broadcasts:
  ``subtitles.py``.
- Markdown: ``markdown.py`` decides what a file is. Its lines: ``markdown_text.py`` (without marks),
  ``markdown_lines.py`` (and their facts), ``markdown_facts.py`` (facts elsewhere), ``markdown_names.py`` (what
  headings are called). Its items: ``markdown_levels.py`` says which headings are headlines, ``markdown_headlines.py``
  what is in them, ``markdown_items.py`` makes articles of them, or one of the whole; ``markdown_briefs.py``: items of
  lists, ``markdown_sections.py``: numbered ones, ``markdown_links.py``: links alone, ``markdown_tables.py``: rows,
  ``markdown_pages.py``: a page as it was fetched. What programs write: ``yaml_front_matter.py``, ``clippings.py``,
  ``joplin.py``, ``wechat_lines.py``, ``mdx.py``. Read as Markdown: ``org_mode.py``, ``restructured.py``.
- What several use: names of labels (``labels.py``), lines with a known label and marks that part texts
  (``labelled_blocks.py``), fields line by line (``field_lines.py``), names of sections (``section_names.py``).
"""
