"""Word, RTF and PDF documents as stories."""
